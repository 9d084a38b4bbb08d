import { LRUCache } from 'lru-cache'
import { systemClock, type Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Clinician, IdentityRefusal } from './clinician.ts'
import type { KeycloakAdmin, KeycloakUser } from './keycloak-admin.ts'
import { API_KEY_MAX_AGE_MS, MAX_API_KEYS, UNKNOWN_API_KEY_MAX_AGE_MS } from './limits.ts'
import type { Permissions } from './permissions-file.ts'

/** Who is calling, by the `api-key` header of scripts: a user's attribute in Keycloak. */
export interface ApiKeys {
  authenticate(apiKey: string): Promise<Result<Clinician, IdentityRefusal>>
}

export interface ApiKeysDeps {
  readonly admin: Pick<KeycloakAdmin, 'findUserByApiKey' | 'listRolesOf' | 'listGroupsOf'>
  readonly permissions: Permissions
  /** The provider's name, as the users' access tokens have it. */
  readonly issuer: string
  readonly clock?: Clock
}

interface Owner {
  readonly user: KeycloakUser
  readonly roles: readonly string[]
  readonly groups: readonly string[]
}
interface Found {
  readonly owner: Owner | undefined
  readonly untilMs: number
}
type Search = Result<Found, { readonly reason: 'identity-unavailable' }>

/** Remembers a key's user for ten seconds; questions about the same key that come at once are one question. */
export const createApiKeys = ({ admin, permissions, issuer, clock = systemClock }: ApiKeysDeps): ApiKeys => {
  const known = new LRUCache<string, Found>({ max: MAX_API_KEYS })
  const pending = new Map<string, Promise<Search>>()

  const search = async (apiKey: string): Promise<Search> => {
    const user = await admin.findUserByApiKey(apiKey)
    if (!user.ok) return user
    const nowMs = clock()
    if (!user.value || !isActive(user.value, nowMs))
      return ok({ owner: undefined, untilMs: nowMs + UNKNOWN_API_KEY_MAX_AGE_MS })
    const { id } = user.value
    const [roles, groups] = await Promise.all([admin.listRolesOf(id), admin.listGroupsOf(id)])
    if (!roles.ok) return roles
    if (!groups.ok) return groups
    const owner = { user: user.value, roles: roles.value, groups: groups.value }
    return ok({ owner, untilMs: clock() + API_KEY_MAX_AGE_MS })
  }

  const find = async (apiKey: string): Promise<Search> => {
    const remembered = known.get(apiKey)
    if (remembered && clock() < remembered.untilMs) return ok(remembered)
    const underWay = pending.get(apiKey)
    if (underWay) return underWay
    const work = search(apiKey).finally(() => pending.delete(apiKey))
    pending.set(apiKey, work)
    const found = await work
    if (found.ok) known.set(apiKey, found.value)
    return found
  }

  return {
    async authenticate(apiKey) {
      const found = await find(apiKey)
      if (!found.ok) return found
      const { owner, untilMs } = found.value
      if (!owner) return refuse({ reason: 'invalid-token', why: 'api-key' })
      return ok({
        iss: issuer,
        sub: owner.user.id,
        name: owner.user.username,
        ...permissions.rightsOf(owner.roles),
        groups: owner.groups,
        expiresAtMs: untilMs,
      })
    },
  }
}

const isActive = ({ enabled, notBefore }: KeycloakUser, nowMs: number): boolean =>
  enabled && notBefore * 1000 <= nowMs
