import type { ApiFailure, StudyHead } from '@studylink/share-dialog'

/** Where the popup stands; it shows one screen for each, and the share dialog in the end. */
export type PopupState =
  | { state: 'loading' }
  | { state: 'set-up' }
  | { state: 'no-study' }
  | { state: 'site-not-allowed'; origin: string }
  | { state: 'signed-out' }
  | { state: 'signing-in' }
  | { state: 'no-permission'; origin: string }
  /** The service did not answer, or not with what was asked for. */
  | { state: 'failed'; failure: ApiFailure; shareRoot: string }
  | { state: 'unknown-extension'; redirectUri: string }
  | { state: 'not-in-archive'; count: number; host: string }
  | { state: 'some-missing'; missing: number; studies: StudyHead[]; shareRoot: string }
  | { state: 'ready'; studies: StudyHead[]; shareRoot: string }
