import { ConfigError } from './config-error.ts'
import type { Variables } from './variables.ts'

/** The Python service's default: the realm of its compose files. */
const DEFAULT_KEYCLOAK_URI = 'http://keycloak:8080/realms/orthanc'

export interface IdentitySettings {
  /** Public issuers; none: what the provider calls itself. */
  readonly issuers: readonly string[]
  /** Where the provider is fetched from; absent: from each issuer. */
  readonly fetchBase: string | undefined
  /** The provider's administration, when there are credentials for it. */
  readonly admin: { readonly uri: string; readonly clientSecret: string } | undefined
  /** Are users' `api-key` attributes accepted? */
  readonly apiKeys: boolean
}

/**
 * Are there users, and who knows them? ENABLE_KEYCLOAK decides as in the Python service; where it is not set,
 * OIDC_ISSUERS switches identity on.
 * @throws ConfigError when Keycloak is wanted for what it could not be asked
 */
export const identitySettingsOf = (variables: Variables): IdentitySettings | undefined => {
  const { ENABLE_KEYCLOAK: enabled, OIDC_ISSUERS: issuers, KEYCLOAK_CLIENT_SECRET: clientSecret } = variables
  if (!(enabled ?? issuers.length > 0)) return undefined
  if (variables.ENABLE_KEYCLOAK_API_KEYS && clientSecret === undefined)
    throw new ConfigError([['KEYCLOAK_CLIENT_SECRET', 'is missing: ENABLE_KEYCLOAK_API_KEYS needs it']])
  if (variables.OFFBOARDING === 'end' && (clientSecret === undefined || issuers.length === 0)) {
    const missing = clientSecret === undefined ? 'KEYCLOAK_CLIENT_SECRET' : 'OIDC_ISSUERS'
    throw new ConfigError([[missing, 'is missing: OFFBOARDING=end needs it']])
  }
  return {
    issuers,
    fetchBase: variables.KEYCLOAK_URI ?? (enabled ? DEFAULT_KEYCLOAK_URI : undefined),
    admin: clientSecret === undefined ? undefined : { uri: variables.KEYCLOAK_ADMIN_URI, clientSecret },
    apiKeys: variables.ENABLE_KEYCLOAK_API_KEYS,
  }
}
