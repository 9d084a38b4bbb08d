import type { ProblemCode } from '@studylink/backend/contract'

/** Why a call gave no answer. Expected, so a value: whoever shows it must say what to do next. */
export type ApiFailure =
  | {
      kind: 'problem'
      code: ProblemCode
      /** The offending field of the request, as a path. */
      field?: string
      /** Wrong PINs that may still be tried. */
      remainingTries?: number
      /** Seconds after which a retry makes sense. */
      retryAfterSeconds?: number
      /** Names the request in the server's log. */
      requestId?: string
    }
  | { kind: 'signed-out' }
  /** No answer: offline, refused, blocked. */
  | { kind: 'network' }
  /** No answer in time. What was asked for may have happened. */
  | { kind: 'timeout' }
  /** An answer that is not ours: a proxy's error page, an older server. */
  | { kind: 'unexpected'; status: number }
  /** The caller's own signal ended the call. */
  | { kind: 'aborted' }

export type ApiResult<Value> = { ok: true; value: Value } | { ok: false; failure: ApiFailure }

/** Why the dialog cannot go on: the service's reasons, and the host's. */
export type ShareFailure =
  | ApiFailure
  | { kind: 'no-study' }
  | { kind: 'too-many-studies'; limit: number }
  /** The host could not say which studies. */
  | { kind: 'studies-unreadable' }
