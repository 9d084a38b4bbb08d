import type { GuestOpenResponse, GuestPreviewResponse } from '@studylink/backend/contract'
import type { ApiFailure } from '../api/failure.ts'

/** Why the guest cannot go on; each has its texts under `refused.<reason>`. */
export const refusalReasons = [
  'noCode',
  'sessionEnded',
  'unknown',
  'expired',
  'revoked',
  'exhausted',
  'locked',
  'gone',
  'tooMany',
  'unavailable',
  'network',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export type GuestState =
  | { state: 'loading' }
  /** `pinFault`: what was wrong with the PIN that was entered. */
  | { state: 'preview'; preview: GuestPreviewResponse; pinFault?: PinFault }
  | { state: 'opening'; preview: GuestPreviewResponse }
  /** Opened, with something to read or to download before the images. */
  | { state: 'opened'; opened: GuestOpenResponse }
  | { state: 'refused'; reason: RefusalReason }

export type PinFault = { kind: 'missing' } | { kind: 'wrong'; remainingTries: number | undefined }

/** What a refused opening says about the PIN, if that was it. */
export const toPinFault = (failure: ApiFailure): PinFault | undefined => {
  if (failure.kind !== 'problem') return undefined
  if (failure.code === 'pin-required') return { kind: 'missing' }
  return failure.code === 'pin-wrong' ? { kind: 'wrong', remainingTries: failure.remainingTries } : undefined
}

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
  'link-locked': 'locked',
  'study-gone': 'gone',
  'too-many-requests': 'tooMany',
}
