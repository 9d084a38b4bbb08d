import type { JWTPayload } from 'jose'

/**
 * The roles in the claims: at the claim of exactly this name (other providers' names hold dots, as
 * `https://example.org/roles`), else at the path. Anything but an array of strings is no role.
 */
export const readRoles = (claims: JWTPayload, path: string): readonly string[] => {
  const found = Object.hasOwn(claims, path) ? claims[path] : path.split('.').reduce<unknown>(step, claims)
  return Array.isArray(found) ? found.filter((role): role is string => typeof role === 'string') : []
}

const step = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
