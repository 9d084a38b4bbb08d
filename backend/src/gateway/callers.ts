import type { ApiKeys } from '../identity/api-keys.ts'
import type { Clinician, Identity, IdentityRefusal } from '../identity/clinician.ts'
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
  /** Absent: an `api-key` header says nothing here. */
  readonly apiKeys?: ApiKeys | undefined
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

/**
 * Who presents these tokens, and this `api-key`? One that is not good refuses them all.
 *
 * @param apiKey the whole header's value
 */
export const identifyCallers = async (
  deps: CallerDeps,
  tokens: readonly string[],
  apiKey?: string,
): Promise<Result<readonly Caller[], CallerRefusal>> => {
  const key = deps.apiKeys ? apiKey : undefined
  if (tokens.length === 0 && !key) return refuse({ reason: 'not-signed-in', why: 'no-token' })
  if (tokens.length > MAX_TOKENS) return refuse({ reason: 'not-signed-in', why: 'too-many-tokens' })
  const callers: Caller[] = []
  for (const token of tokens) {
    const caller = await identifyByToken(deps, token)
    if (!caller.ok) return caller
    callers.push(caller.value)
  }
  if (deps.apiKeys && key) {
    const caller = clinicianOf(await deps.apiKeys.authenticate(key))
    if (!caller.ok) return caller
    callers.push(caller.value)
  }
  return ok(callers)
}

const identifyByToken = async (
  { identity, resourceTokens }: CallerDeps,
  token: string,
): Promise<Result<Caller, CallerRefusal>> => {
  const granted = await resourceTokens.verify(token)
  if (granted.ok) return ok({ kind: 'guest', grant: granted.value })
  const { reason } = granted.refusal
  if (reason === 'store-unavailable') return refuse({ reason })
  if (reason !== 'not-a-resource-token') return refuse({ reason: 'not-signed-in', why: reason })
  return clinicianOf(await identity.authenticate(`Bearer ${token}`))
}

const clinicianOf = (signedIn: Result<Clinician, IdentityRefusal>): Result<Caller, CallerRefusal> => {
  if (signedIn.ok) return ok({ kind: 'clinician', clinician: signedIn.value })
  const { reason } = signedIn.refusal
  return reason === 'identity-unavailable'
    ? refuse({ reason })
    : refuse({ reason: 'not-signed-in', why: reason })
}
