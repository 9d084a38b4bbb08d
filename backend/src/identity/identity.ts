import type { LocalJWKSet } from 'jose'
import { LRUCache } from 'lru-cache'
import { systemClock, type Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Clinician, Identity, IdentityRefusal } from './clinician.ts'
import { LEEWAY_SECONDS, MAX_VERIFIED_TOKENS } from './limits.ts'
import type { Permissions } from './permissions-file.ts'
import { createProviderKeys, type ProviderKeys, type ProviderLog } from './provider-keys.ts'
import { readRoles } from './roles-claim.ts'
import {
  type AccessTokenClaims,
  type AccessTokenRules,
  claimedIssuer,
  verifyAccessToken,
} from './verify-access-token.ts'

export interface IdentityDeps extends AccessTokenRules {
  /**
   * Public issuers (`OIDC_ISSUERS`): `iss` must be exactly one of them. None: exactly what discovery under
   * `fetchBase` returns.
   */
  readonly issuers: readonly string[]
  /** Where the provider answers inside the network (`KEYCLOAK_URI`, for all issuers); absent: each issuer itself. */
  readonly fetchBase?: string | undefined
  /** Where the roles stand in the claims, e.g. `realm_access.roles`. */
  readonly rolesClaimPath: string
  readonly permissions: Permissions
  readonly log: ProviderLog
  readonly clock?: Clock
  readonly fetch?: typeof fetch
  /** Longest wait for one answer of the provider. */
  readonly timeoutMs?: number
}

interface Verified {
  readonly claims: AccessTokenClaims
  /** The keys that verified it: when they changed, it is verified again. */
  readonly keySet: LocalJWKSet
}

const BEARER = /^bearer +(\S+)$/i

/** Who is calling, by an OpenID Connect provider's access tokens. Starts without the provider; asks it when needed. */
export const createIdentity = (deps: IdentityDeps): Identity => {
  const { issuers, fetchBase, permissions, rolesClaimPath, log, timeoutMs } = deps
  const { clock = systemClock, fetch = globalThis.fetch } = deps
  const keysAt = (names: readonly string[], base: string) =>
    createProviderKeys({ issuers: names, fetchBase: base, fetch, clock, log, timeoutMs })
  // One inside address is one provider under several public names.
  const shared = fetchBase === undefined ? undefined : keysAt(issuers, fetchBase)
  const providers = new Map<string, ProviderKeys>(
    issuers.map((issuer) => [issuer, shared ?? keysAt([issuer], issuer)]),
  )
  const verified = new LRUCache<string, Verified>({ max: MAX_VERIFIED_TOKENS })

  const providerOf = (issuer: string) => (issuers.length > 0 ? providers.get(issuer) : shared)
  const isTrusted = (issuer: string, keys: ProviderKeys) => issuers.length > 0 || keys.issuer() === issuer

  const verify = async (token: string): Promise<Result<AccessTokenClaims, IdentityRefusal>> => {
    const issuer = claimedIssuer(token)
    if (issuer === undefined) return refuse({ reason: 'invalid-token', why: 'malformed' })
    const keys = providerOf(issuer)
    if (!keys) return refuse({ reason: 'invalid-token', why: 'claim-iss' })
    const known = verified.get(token)
    const current = await keys.current()
    if (!current.ok) return current
    if (!isTrusted(issuer, keys)) return refuse({ reason: 'invalid-token', why: 'claim-iss' })
    if (known && known.keySet === current.value) {
      if (known.claims.exp * 1000 > clock() - LEEWAY_SECONDS * 1000) return ok(known.claims)
      return refuse({ reason: 'invalid-token', why: 'ERR_JWT_EXPIRED' })
    }
    const result = await verifyAccessToken(token, issuer, keys, deps, clock())
    const after = await keys.current()
    // Keys that came meanwhile may not have verified it: it is verified again the next time.
    const isSame = after.ok && after.value === current.value
    if (result.ok && isSame) verified.set(token, { claims: result.value, keySet: current.value })
    return result
  }

  const toClinician = (claims: AccessTokenClaims): Clinician => ({
    iss: claims.iss,
    sub: claims.sub,
    name: displayName(claims),
    ...permissions.rightsOf(readRoles(claims, rolesClaimPath)),
    ...groupsOf(claims),
    ...emailOf(claims),
    expiresAtMs: claims.exp * 1000,
  })

  return {
    async authenticate(authorization) {
      const [, token] = BEARER.exec(authorization ?? '') ?? []
      if (token === undefined) {
        const why = 'not-bearer'
        return authorization ? refuse({ reason: 'invalid-token', why }) : refuse({ reason: 'no-token' })
      }
      const result = await verify(token)
      return result.ok ? ok(toClinician(result.value)) : result
    },
    async isReady() {
      const known = issuers.length > 0 ? [...providers.values()] : shared ? [shared] : []
      const found = await Promise.all(known.map((keys) => keys.current()))
      return found.some(({ ok: reached }) => reached)
    },
  }
}

/** Groups that the provider was told to put into the token; OE2's pages know them. */
const groupsOf = ({ groups }: AccessTokenClaims): Pick<Clinician, 'groups'> =>
  Array.isArray(groups) ? { groups: groups.filter((one): one is string => typeof one === 'string') } : {}

/** An address that is not verified may be anybody's. */
const emailOf = ({ email, email_verified: verified }: AccessTokenClaims): Pick<Clinician, 'email'> =>
  verified === true && typeof email === 'string' ? { email } : {}

const displayName = ({ name, preferred_username: username, sub }: AccessTokenClaims): string =>
  [name, username].find((one): one is string => typeof one === 'string' && one.trim() !== '') ?? sub
