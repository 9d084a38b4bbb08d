import type { Clinician, Identity } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { ResourceGrant, ResourceTokens } from '../tokens/grant.ts'

export type Caller =
  | { readonly kind: 'guest'; readonly grant: ResourceGrant }
  | { readonly kind: 'clinician'; readonly clinician: Clinician }

export type CallerRefusal =
  | { readonly reason: 'not-signed-in'; readonly why: string }
  | { readonly reason: 'store-unavailable' | 'identity-unavailable' }

export interface CallerDeps {
  readonly identity: Identity
  readonly resourceTokens: ResourceTokens
}

const BEARER = /^bearer +/i
/** More distinct tokens than any client sends: each costs a verification. */
const MAX_TOKENS = 4

/**
 * Every token that came with a request, in every value of every header that may carry one (a repeated header arrives
 * joined by commas). The caller is all of them: each must allow what is asked.
 */
export const presentedTokens = (headerValues: readonly (string | undefined)[]): readonly string[] => {
  const values = headerValues.flatMap((value) => (value ?? '').split(',')).map((value) => value.trim())
  return [...new Set(values.map((value) => value.replace(BEARER, '')).filter((token) => token !== ''))]
}

/** Who presents these tokens? One that is not good refuses them all. */
export const identifyCallers = async (
  { identity, resourceTokens }: CallerDeps,
  tokens: readonly string[],
): Promise<Result<readonly Caller[], CallerRefusal>> => {
  if (tokens.length === 0) return refuse({ reason: 'not-signed-in', why: 'no-token' })
  if (tokens.length > MAX_TOKENS) return refuse({ reason: 'not-signed-in', why: 'too-many-tokens' })
  const callers: Caller[] = []
  for (const token of tokens) {
    const granted = await resourceTokens.verify(token)
    if (granted.ok) {
      callers.push({ kind: 'guest', grant: granted.value })
      continue
    }
    const { refusal } = granted
    if (refusal.reason === 'store-unavailable') return refuse({ reason: refusal.reason })
    if (refusal.reason !== 'not-a-resource-token')
      return refuse({ reason: 'not-signed-in', why: refusal.reason })
    const signedIn = await identity.authenticate(`Bearer ${token}`)
    if (signedIn.ok) callers.push({ kind: 'clinician', clinician: signedIn.value })
    else if (signedIn.refusal.reason === 'identity-unavailable')
      return refuse({ reason: signedIn.refusal.reason })
    else return refuse({ reason: 'not-signed-in', why: signedIn.refusal.reason })
  }
  return ok(callers)
}
