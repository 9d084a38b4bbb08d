import type { CreateShareRequest, Policy } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'

export type PolicyRefusal =
  | { readonly reason: 'expiry-beyond-policy'; readonly field: string; readonly maxExpirySeconds: number }
  | { readonly reason: 'invalid-request'; readonly field: string; readonly detail: string }

/** When the link ends, in ms since 1970. */
export const decideEnd = (
  { expiresInSeconds, expiresAt }: Pick<CreateShareRequest, 'expiresInSeconds' | 'expiresAt'>,
  policy: Policy,
  nowMs: number,
): Result<number, PolicyRefusal> => {
  const field = expiresAt === undefined ? 'expiresInSeconds' : 'expiresAt'
  if (expiresAt === null)
    return refuse({ reason: 'invalid-request', field, detail: 'The policy allows no link without an end.' })
  const endsAtMs =
    expiresAt === undefined
      ? nowMs + (expiresInSeconds ?? policy.defaultExpirySeconds) * 1000
      : Date.parse(expiresAt)
  const { maxExpirySeconds } = policy
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
