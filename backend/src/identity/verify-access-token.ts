import { decodeJwt, errors, jwtVerify, type JWTPayload, type LocalJWKSet } from 'jose'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { IdentityRefusal } from './clinician.ts'
import { LEEWAY_SECONDS } from './limits.ts'
import type { ProviderKeys } from './provider-keys.ts'

/** Asymmetric only: with a symmetric one, anybody who knows the public key could sign (RFC 8725 §3.1). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const HEADER_TYPES = ['jwt', 'at+jwt', 'application/at+jwt']

export interface AccessTokenRules {
  /** One of these must be in `aud`. */
  readonly audience: readonly string[]
  /** When given, `azp` (or RFC 9068's `client_id`) must be one of them. */
  readonly clients?: readonly string[] | undefined
}

export interface AccessTokenClaims extends JWTPayload {
  readonly iss: string
  readonly sub: string
  readonly exp: number
}

type Verified = Result<AccessTokenClaims, IdentityRefusal>
const invalid = (why: string) => refuse({ reason: 'invalid-token', why } as const)

/** `iss` as the token claims it: chooses the keys, proves nothing. Undefined: not a JWT. */
export const claimedIssuer = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss
  } catch {
    return undefined
  }
}

/**
 * Verifies an access token as OIDC Core §3.1.3.7 and RFC 9068 §4 ask: signature, issuer, audience, times, kind, client.
 *
 * @param issuer exactly what `iss` must be
 * @param now milliseconds since 1970
 */
export const verifyAccessToken = async (
  token: string,
  issuer: string,
  keys: ProviderKeys,
  rules: AccessTokenRules,
  now: number,
): Promise<Verified> => {
  const current = await keys.current()
  if (!current.ok) return current
  const first = await verifyWith(current.value, token, issuer, rules, now)
  if (first !== 'unknown-key') return first
  const refreshed = await keys.refreshed()
  if (!refreshed.ok) return refreshed
  const second = await verifyWith(refreshed.value, token, issuer, rules, now)
  return second === 'unknown-key' ? invalid('unknown-kid') : second
}

const verifyWith = async (
  keySet: LocalJWKSet,
  token: string,
  issuer: string,
  rules: AccessTokenRules,
  now: number,
): Promise<Verified | 'unknown-key'> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keySet, {
      algorithms: ALGORITHMS,
      issuer,
      audience: [...rules.audience],
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(now),
    })
    const why = wrongKind(payload, protectedHeader.typ) ?? wrongClient(payload, rules)
    return why === undefined ? ok(payload as AccessTokenClaims) : invalid(why)
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'unknown-key'
    if (error instanceof errors.JWTClaimValidationFailed) return invalid(`claim-${error.claim}`)
    if (error instanceof errors.JOSEError) return invalid(error.code)
    // jose throws plain TypeErrors on some malformed keys and headers: still not a token of ours.
    return invalid('malformed')
  }
}

/** Neither ID nor refresh tokens pass. Keycloak tells the kind in the claim `typ`; only ID tokens have `at_hash`. */
const wrongKind = (payload: JWTPayload, headerType: string | undefined): string | undefined => {
  if (headerType !== undefined && !HEADER_TYPES.includes(headerType.toLowerCase())) return 'header-typ'
  if (payload['typ'] !== undefined && payload['typ'] !== 'Bearer') return 'typ'
  if (payload['at_hash'] !== undefined) return 'id-token'
  return typeof payload.sub === 'string' && payload.sub !== '' ? undefined : 'claim-sub'
}

const wrongClient = (payload: JWTPayload, { clients }: AccessTokenRules): string | undefined => {
  if (clients === undefined || clients.length === 0) return undefined
  const client = payload['azp'] ?? payload['client_id']
  return typeof client === 'string' && clients.includes(client) ? undefined : 'azp'
}
