import type { GuestPreviewResponse } from '@studylink/backend/contract'
import type { ApiFailure } from '../api/failure.ts'

/** Why the guest cannot go on; each has its texts under `refused.<reason>`. */
export const refusalReasons = [
  'noCode',
  'sessionEnded',
  'unknown',
  'expired',
  'revoked',
  'exhausted',
  'gone',
  'tooMany',
  'unavailable',
  'network',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export type GuestState =
  | { state: 'loading' }
  | { state: 'preview'; preview: GuestPreviewResponse }
  | { state: 'opening'; preview: GuestPreviewResponse }
  | { state: 'refused'; reason: RefusalReason }

/** Trying again makes sense when the link itself was not refused. */
export const isRetryable = (reason: RefusalReason): boolean =>
  reason === 'tooMany' || reason === 'unavailable' || reason === 'network'

export const toRefusalReason = (failure: ApiFailure): RefusalReason => {
  if (failure.kind === 'problem') return reasonOfProblem[failure.code] ?? 'unavailable'
  return failure.kind === 'network' || failure.kind === 'timeout' ? 'network' : 'unavailable'
}

const reasonOfProblem: Partial<Record<string, RefusalReason>> = {
  'link-unknown': 'unknown',
  // A code that is not even shaped like one.
  'invalid-request': 'unknown',
  'link-expired': 'expired',
  'link-revoked': 'revoked',
  'link-exhausted': 'exhausted',
  'study-gone': 'gone',
  'too-many-requests': 'tooMany',
}
