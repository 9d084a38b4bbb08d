import type { Policy, Share } from '@studylink/backend/contract'
import type { ApiFailure } from '../api/failure.ts'
import type { ShareEnd } from './share-end.ts'

/** What the clinician has chosen so far. */
export interface ShareDraft {
  end: ShareEnd
  allowDownload: boolean
}

/** Why the dialog cannot go on. */
export type ShareFailure =
  | ApiFailure
  | { kind: 'no-study' }
  | { kind: 'too-many-studies'; limit: number }
  /** The host could not say which studies. */
  | { kind: 'studies-unreadable' }

/** Where the dialog stands; it shows one component per state. */
export type ShareState =
  | { state: 'loading'; slow: boolean }
  /** Studies of more than one patient: nothing goes on before the clinician has confirmed them. */
  | { state: 'confirming'; policy: Policy; draft: ShareDraft }
  | { state: 'editing'; policy: Policy; draft: ShareDraft }
  | { state: 'creating'; policy: Policy; draft: ShareDraft; slow: boolean }
  | {
      state: 'shared'
      share: Share
      url: string
      /** Was the link copied, sent, or its QR code used? */
      passedOn: boolean
      /** The clinician wants to close, but has not passed the link on. */
      leaving: boolean
    }
  | { state: 'failed'; during: 'load'; failure: ShareFailure }
  | { state: 'failed'; during: 'create'; failure: ShareFailure; policy: Policy; draft: ShareDraft }

/**
 * What helps once the person did what the message says: trying the same again, choosing anew under the policy as
 * it is now, or nothing here.
 */
export const wayOut = (failure: ShareFailure): 'retry' | 'choose-again' | 'none' => {
  if (failure.kind === 'too-many-studies') return 'none'
  if (failure.kind !== 'problem') return 'retry'
  if (failure.code === 'expiry-beyond-policy') return 'choose-again'
  return retryableProblems.has(failure.code) ? 'retry' : 'none'
}

const retryableProblems: ReadonlySet<string> = new Set([
  'not-signed-in',
  'too-many-requests',
  'store-unavailable',
  'identity-unavailable',
  'orthanc-unavailable',
  'internal-error',
])
