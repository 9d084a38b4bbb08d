import type { Policy, Share } from '@studylink/backend/contract'
import type { ShareFailure } from '../api/failure.ts'
import type { ShareDraft } from '../rules/draft.ts'

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
      /** Shown this once; null: none, or an older link whose PIN nobody is told again. */
      pin: string | null
      /** Was it made just now, not found among the links that exist? */
      isNew: boolean
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
  if (choosableProblems.has(failure.code)) return 'choose-again'
  return retryableProblems.has(failure.code) ? 'retry' : 'none'
}

/** Does signing in again help? */
export const isSignedOut = (failure: ShareFailure): boolean =>
  failure.kind === 'signed-out' || (failure.kind === 'problem' && failure.code === 'not-signed-in')

const choosableProblems: ReadonlySet<string> = new Set([
  'expiry-beyond-policy',
  'pin-policy',
  'max-opens-beyond-policy',
])

const retryableProblems: ReadonlySet<string> = new Set([
  'not-signed-in',
  'too-many-requests',
  'store-unavailable',
  'identity-unavailable',
  'orthanc-unavailable',
  'email-unavailable',
  'internal-error',
])
