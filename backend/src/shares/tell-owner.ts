import type { SendLetter } from '../emails/send-letter.ts'
import type { StoredShare } from '../store/share-store.ts'
import type { LetterStyle } from './letters/letter-style.ts'
import { openedLetter } from './letters/opened-letter.ts'

export interface TellOwnerDeps {
  readonly sendLetter: SendLetter
  /** Where owners see their shares. */
  readonly publicShareRoot: string
  readonly letterStyle: LetterStyle
  readonly log: { warn(facts: Record<string, unknown>, message: string): void }
}

/** Tells an owner of an opening by e-mail, as far as the hourly limit goes. Nobody waits for it; failing is logged. */
export const createTellOwner =
  ({ sendLetter, publicShareRoot, letterStyle, log }: TellOwnerDeps) =>
  (share: StoredShare, openedAtMs: number): void => {
    if (share.ownerEmail === null) return
    const letter = openedLetter(
      {
        language: share.ownerLanguage,
        openedAtMs,
        openings: share.openings,
        shareRoot: publicShareRoot,
      },
      letterStyle,
    )
    const failed = (why: string) =>
      log.warn({ shareId: share.shareId, why }, 'an owner was not told of an opening')
    // Counted apart from what the owner sends: it is guests who cause it.
    sendLetter(`notices ${share.ownerIss} ${share.ownerSub}`, [share.ownerEmail], letter).then(
      (sent) => (sent.ok ? undefined : failed(sent.refusal.reason)),
      (error: unknown) => failed(error instanceof Error ? error.name : 'unknown'),
    )
  }
