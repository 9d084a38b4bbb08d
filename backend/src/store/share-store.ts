import type { Result } from '../kernel/result.ts'
import type { LiveShare } from '../tokens/live-shares.ts'

/** A share as it is kept. Times in ms since 1970, UTC. Fields and lifetimes: SCHEMA.md. */
export interface StoredShare extends Pick<LiveShare, 'shareId' | 'generation' | 'revision' | 'studies'> {
  readonly codeKid: string
  readonly createdAtMs: number
  readonly ownerIss: string
  readonly ownerSub: string
  /** The owner's display name when the share was made. */
  readonly createdBy: string
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
  readonly viewer: string | null
  readonly allowDownload: boolean
  /** How many openings it permits; null: any number. */
  readonly maxOpens: number | null
  readonly openings: number
  readonly lastOpenedAtMs: number | null
}

export type NewShare = Omit<
  StoredShare,
  'generation' | 'revision' | 'revokedAtMs' | 'openings' | 'lastOpenedAtMs'
>

/** The clinician who did something, for the history. */
export interface Actor {
  readonly iss: string
  readonly sub: string
  readonly name: string
}

export interface OpeningRequest {
  readonly shareId: string
  /** Random name of the opening, made by the guest's browser. Kept as a hash. */
  readonly openId: string
  readonly nowMs: number
  /** End of the session that a new opening begins. */
  readonly sessionEndsAtMs: number
  /** Network of the guest, `192.0.2.0/24` or `2001:db8::/48`. */
  readonly address: string | null
  /** Browser family, e.g. `Firefox`. */
  readonly browser: string | null
}

export interface Opening {
  readonly share: StoredShare
  /** End of the session: of the first opening when this one repeats it. */
  readonly sessionEndsAtMs: number
  readonly repeated: boolean
}

export type OpeningRefusal = { readonly reason: 'unknown' | 'revoked' | 'expired' | 'exhausted' }

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
   * maximum. Repeating an `openId` within its session is the same opening, also on an exhausted share.
   */
  recordOpening(request: OpeningRequest): Promise<Result<Opening, OpeningRefusal>>
  /** Ends the share for good and raises its generation. Revoking twice is revoking once. */
  revokeShare(shareId: string, actor: Actor, nowMs: number): Promise<StoredShare | undefined>
  /** Can it be read now? */
  isReady(): Promise<boolean>
  close(): Promise<void>
}
