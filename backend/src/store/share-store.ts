import type { EventKind, Notify, PinKind, ShareEvent, ShareState } from '../contract/index.ts'
import type { Result } from '../kernel/result.ts'
import type { LiveShare } from '../tokens/live-shares.ts'

/** A PIN as it is kept: never in clear. */
export interface StoredPin {
  readonly kind: PinKind
  /** Describes itself: `scrypt$<N>$<r>$<p>$<pepper kid>$<salt>$<hash>`. */
  readonly hash: string
  /** Tries that are under way or failed; a right one never resets it, it only gives itself back. */
  readonly wrongTries: number
  /** `PIN_TRIES` at first; each unlocking makes it `wrongTries + PIN_TRIES`. */
  readonly triesAllowed: number
}

/** A share as it is kept. Times in ms since 1970, UTC. Fields and lifetimes: SCHEMA.md. */
export interface StoredShare extends Pick<LiveShare, 'shareId' | 'generation' | 'revision' | 'studies'> {
  readonly codeKid: string
  readonly createdAtMs: number
  readonly ownerIss: string
  readonly ownerSub: string
  /** The owner's display name when the share was made. */
  readonly createdBy: string
  /** Where to tell the owner about openings; kept only when `notify` is not `never`. */
  readonly ownerEmail: string | null
  /** BCP 47 tag of the language in which they are told, if they chose one. */
  readonly ownerLanguage: string | null
  /** `NEVER_ENDS_AT_MS` for a share that never ends. */
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
  readonly viewer: string | null
  readonly allowDownload: boolean
  /** How many openings it permits; null: any number. */
  readonly maxOpens: number | null
  readonly openings: number
  readonly lastOpenedAtMs: number | null
  readonly recipient: string | null
  readonly note: string | null
  readonly notify: Notify
  readonly pin: StoredPin | null
}

/** A new PIN: none of its tries is used. */
export type NewPin = Pick<StoredPin, 'kind' | 'hash'>

export type NewShare = Omit<
  StoredShare,
  'generation' | 'revision' | 'revokedAtMs' | 'openings' | 'lastOpenedAtMs' | 'pin'
> & { readonly pin: NewPin | null }

/** What an owner may change; what is not named stays. */
export type ShareChange = Partial<
  Pick<
    StoredShare,
    | 'expiresAtMs'
    | 'viewer'
    | 'allowDownload'
    | 'maxOpens'
    | 'recipient'
    | 'note'
    | 'notify'
    | 'ownerEmail'
    | 'ownerLanguage'
  > & { readonly pin: NewPin | null }
>

/** What the history tells of a change. */
export type ChangedFieldLine = NonNullable<ShareEvent['changes']>[number]

export interface DecidedChange {
  readonly change: ShareChange
  /** Does it take something away from tokens that are out already? Then they are refused from now on. */
  readonly narrows: boolean
  readonly told: readonly ChangedFieldLine[]
}

export interface Owner {
  readonly iss: string
  readonly sub: string
}

/** The clinician who did something, for the history. */
export interface Actor extends Owner {
  readonly name: string
}

/** Where a guest came from, as coarsely as it is kept. */
export interface Trace {
  /** Network of the guest, `192.0.2.0/24` or `2001:db8::/48`. */
  readonly address: string | null
  /** Browser family, e.g. `Firefox`. */
  readonly browser: string | null
}

export interface OpeningRequest extends Trace {
  readonly shareId: string
  /** Random name of the opening, made by the guest's browser. Kept as a hash. */
  readonly openId: string
  readonly nowMs: number
  /** End of the session that a new opening begins. */
  readonly sessionEndsAtMs: number
}

export interface Opening {
  readonly share: StoredShare
  /** End of the session: of the first opening when this one repeats it. */
  readonly sessionEndsAtMs: number
  readonly repeated: boolean
  /** Is it the first opening that the share ever had? */
  readonly isFirst: boolean
}

export type OpeningRefusal = {
  readonly reason: 'unknown' | 'revoked' | 'expired' | 'exhausted' | 'locked'
}

export type PinTryRefusal = { readonly reason: 'unknown' | 'locked' | 'no-pin' }

export interface ListQuery {
  readonly owner?: Owner | undefined
  /** One owner's by `sub` alone, whoever issued it. */
  readonly ownerSub?: string | undefined
  readonly studyInstanceUID?: string | undefined
  /** Words in recipient, note or owner's name, whatever their case and accents; or a StudyInstanceUID. */
  readonly search?: string | undefined
  readonly states?: readonly ShareState[] | undefined
  readonly nowMs: number
  /** The last share of the page before. */
  readonly before?: Pick<StoredShare, 'createdAtMs' | 'shareId'> | undefined
  readonly limit: number
}

/** One line of a share's history. */
export interface StoredEvent extends Trace {
  readonly eventId: number
  readonly shareId: string
  readonly atMs: number
  readonly kind: EventKind
  readonly actor: Actor | null
  readonly changes: readonly ChangedFieldLine[] | null
}

/** Changes that other processes make. A store that one process owns has none and is always fresh. */
export interface ShareFeed {
  /** Instant (ms since 1970) up to which every change is known to have reached the listeners. */
  freshUntil(): number
  onChange(listener: (share: StoredShare) => void): void
  /** Changes may have been missed, as when it begins: what is remembered may be wrong. */
  onGap(listener: () => void): void
  /** The database is not the one it was: restored from a copy. There is a gap too. */
  onRestored(listener: () => void): void
}

/**
 * The memory that outlives the process. Every method is one transaction, durable when it answers, and throws
 * `StoreUnavailableError` when the database cannot answer now.
 */
export interface ShareStore {
  /** Writes the share and the first line of its history. */
  createShare(share: NewShare): Promise<StoredShare>
  getShare(shareId: string): Promise<StoredShare | undefined>
  /**
   * Counts one opening, if the share's state, end and maximum allow it: N parallel openings never exceed the
   * maximum. Repeating an `openId` within its session is the same opening, also on an exhausted or locked share.
   */
  recordOpening(request: OpeningRequest): Promise<Result<Opening, OpeningRefusal>>
  /** Would `recordOpening` take it for the repetition of one whose session has not ended? */
  isOpeningRunning(shareId: string, openId: string, nowMs: number): Promise<boolean>
  /** Counts one try before the PIN is compared: N parallel tries never exceed what is allowed. */
  reservePinTry(shareId: string, nowMs: number): Promise<Result<StoredShare, PinTryRefusal>>
  /** The try was right: gives it back, if the PIN is still the same. */
  returnPinTry(shareId: string, pinHash: string): Promise<void>
  /** The try was wrong: tells the history, and that the share is locked when it was the last one. */
  recordWrongPin(shareId: string, trace: Trace, nowMs: number): Promise<StoredShare | undefined>
  /**
   * Lets `decide` say what changes, or refuse, and writes it with its line of history. `decide` sees the share as
   * it is in the transaction, and may be called again.
   */
  changeShare<Refusal>(
    shareId: string,
    actor: Actor,
    nowMs: number,
    decide: (share: StoredShare) => Result<DecidedChange, Refusal>,
  ): Promise<Result<StoredShare, Refusal | { readonly reason: 'unknown' }>>
  /** Permits ten more tries of the PIN. A share without a PIN is given back as it is. */
  unlockShare(shareId: string, actor: Actor, nowMs: number): Promise<StoredShare | undefined>
  /**
   * Ends the share for good and raises its generation. Revoking twice is revoking once.
   * @param actor null: the service itself
   */
  revokeShare(shareId: string, actor: Actor | null, nowMs: number): Promise<StoredShare | undefined>
  /** Revokes all that have not ended yet, in several transactions. Gives what it revoked. */
  revokeShares(
    of: { readonly ownerIss: string; readonly ownerSub: string } | { readonly studyInstanceUID: string },
    actor: Actor | null,
    nowMs: number,
  ): Promise<readonly StoredShare[]>
  /** Tells the history that the link was sent by e-mail. */
  recordEmailed(shareId: string, actor: Actor, nowMs: number): Promise<void>
  /** Tells the history that an opening was refused for a study's label; once, until something else happens. */
  recordWithheld(shareId: string, trace: Trace, nowMs: number): Promise<void>
  /** Newest first. */
  listShares(query: ListQuery): Promise<readonly StoredShare[]>
  /** Newest first. */
  listEvents(
    shareId: string,
    page: { readonly beforeEventId?: number | undefined; readonly limit: number },
  ): Promise<readonly StoredEvent[]>
  /** Those who have shares that have not ended, ordered by `iss` and `sub`. */
  listActiveOwners(
    nowMs: number,
    page: { readonly after?: Owner | undefined; readonly limit: number },
  ): Promise<readonly Owner[]>
  /** Deletes the history before an instant, and what ended before it. Gives how much. */
  prune(beforeMs: number): Promise<{ readonly shares: number; readonly events: number }>
  readonly feed: ShareFeed
  /** Can it be read now? */
  isReady(): Promise<boolean>
  close(): Promise<void>
}
