import type { CreateShareRequest, Notify, PinKind, Policy } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'

export type PinRefusal = { readonly reason: 'pin-policy'; readonly policy: Policy['pin'] }
export type LabelRefusal = { readonly reason: 'study-never-shared'; readonly index: number }

export type PolicyRefusal =
  | { readonly reason: 'expiry-beyond-policy'; readonly field: string; readonly maxExpirySeconds: number }
  | PinRefusal
  | LabelRefusal
  | { readonly reason: 'max-opens-beyond-policy'; readonly max: number }
  | { readonly reason: 'invalid-request'; readonly field: string; readonly detail: string }

/** When the link ends, in ms since 1970; `NEVER_ENDS_AT_MS` for one that never does. */
export const decideEnd = (
  { expiresInSeconds, expiresAt }: Pick<CreateShareRequest, 'expiresInSeconds' | 'expiresAt'>,
  policy: Policy,
  nowMs: number,
): Result<number, PolicyRefusal> => {
  const field = expiresAt === undefined ? 'expiresInSeconds' : 'expiresAt'
  const { maxExpirySeconds } = policy
  if (expiresAt === null)
    return policy.neverEnding
      ? ok(NEVER_ENDS_AT_MS)
      : refuse({ reason: 'expiry-beyond-policy', field, maxExpirySeconds })
  const endsAtMs =
    expiresAt === undefined
      ? nowMs + (expiresInSeconds ?? policy.defaultExpirySeconds) * 1000
      : Date.parse(expiresAt)
  if (endsAtMs <= nowMs)
    return refuse({ reason: 'invalid-request', field, detail: 'The end is in the past.' })
  if (endsAtMs > nowMs + maxExpirySeconds * 1000)
    return refuse({ reason: 'expiry-beyond-policy', field, maxExpirySeconds })
  return ok(endsAtMs)
}

/** May the guest download? Nobody passes on more than they hold themselves. */
export const decideDownload = (
  wished: boolean | undefined,
  policy: Policy,
  clinician: Clinician,
): Result<boolean, PolicyRefusal> => {
  const may = policy.download.allowed && hasPermission(clinician, 'download')
  if (wished && !may)
    return refuse({
      reason: 'invalid-request',
      field: 'allowDownload',
      detail: policy.download.allowed
        ? 'You may not download, so your links may not allow it.'
        : 'The policy allows no downloads.',
    })
  return ok(wished ?? (may && policy.download.default))
}

/** May the link have this PIN, or none (null)? */
export const decidePin = (
  wished: string | null,
  policy: Policy,
): Result<{ readonly kind: PinKind; readonly pin: string } | null, PinRefusal> => {
  const isAllowed = wished === null ? policy.pin !== 'required' : policy.pin !== 'off'
  if (!isAllowed) return refuse({ reason: 'pin-policy', policy: policy.pin })
  return ok(wished === null ? null : { kind: /^[0-9]+$/.test(wished) ? 'digits' : 'passphrase', pin: wished })
}

/** How many openings the link permits; null: any number. `undefined` wishes nothing. */
export const decideMaxOpens = (
  wished: number | null | undefined,
  { maxOpens }: Policy,
): Result<number | null, PolicyRefusal> => {
  const given = wished === undefined ? maxOpens.default : wished
  if (maxOpens.max !== null && (given === null || given > maxOpens.max))
    return refuse({ reason: 'max-opens-beyond-policy', max: maxOpens.max })
  return ok(given)
}

/** Where the owner is told about openings; null: they are not. */
export const decideOwnerEmail = (
  notify: Notify,
  policy: Policy,
  email: string | null,
): Result<string | null, PolicyRefusal> => {
  if (notify === 'never') return ok(null)
  const refused = (detail: string) => refuse({ reason: 'invalid-request', field: 'notify', detail } as const)
  if (!policy.notify) return refused('This service sends no e-mail.')
  return email === null ? refused('The owner’s account has no verified e-mail address.') : ok(email)
}

/** None of the studies may carry a label that never leaves the house. */
export const decideLabels = (
  studies: readonly { readonly labels: readonly string[] }[],
  neverShared: readonly string[],
): Result<null, LabelRefusal> => {
  const index = studies.findIndex(({ labels }) => labels.some((label) => neverShared.includes(label)))
  return index < 0 ? ok(null) : refuse({ reason: 'study-never-shared', index })
}
