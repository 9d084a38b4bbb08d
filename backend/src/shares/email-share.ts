import type { ShareCodes } from '../codes/share-code.ts'
import type { EmailShareRequest, Institution } from '../contract/index.ts'
import type { LetterRefusal, SendLetter } from '../emails/send-letter.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import type { Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { shareStateAt } from '../store/share-state.ts'
import type { ShareStore } from '../store/share-store.ts'
import type { LetterStyle } from './letters/letter-style.ts'
import { linkLetter } from './letters/link-letter.ts'
import { getOwnedShare, type OwnedShareRefusal } from './owned-share.ts'

export interface EmailShareDeps {
  readonly store: ShareStore
  readonly codes: ShareCodes
  readonly clock: Clock
  /** Undefined: this service sends no e-mail. */
  readonly sendLetter: SendLetter | undefined
  readonly institution: Institution
  readonly letterStyle: LetterStyle
  /** Root of the link, ending with `/`. */
  readonly publicShareRoot: string
}

export type EmailShareRefusal =
  | OwnedShareRefusal
  | LetterRefusal
  | { readonly reason: 'may-not-share' | 'no-email' | 'link-unknown' }
  | { readonly reason: 'link-revoked' | 'link-expired' | 'link-exhausted' | 'link-locked' }

/**
 * Sends the link, never the PIN, and tells the history that it was sent: not to whom. In the house's name to whomever
 * the sender likes: that is sharing, and needs the right to.
 */
export const emailShare = async (
  { store, codes, clock, sendLetter, institution, letterStyle, publicShareRoot }: EmailShareDeps,
  clinician: Clinician,
  shareId: string,
  { to, message, language }: EmailShareRequest,
): Promise<Result<null, EmailShareRefusal>> => {
  const owned = await getOwnedShare(store, clinician, shareId)
  if (!owned.ok) return owned
  if (!hasPermission(clinician, 'share')) return refuse({ reason: 'may-not-share' })
  if (!sendLetter) return refuse({ reason: 'no-email' })
  const share = owned.value
  const state = shareStateAt(share, clock())
  if (state !== 'active') return refuse({ reason: `link-${state}` })
  const code = codes.remake(shareId, share.codeKid)
  if (code === undefined) return refuse({ reason: 'link-unknown' })
  const letter = linkLetter(
    {
      language,
      sharedBy: clinician.name,
      url: `${publicShareRoot}s#${code}`,
      endsAtMs: share.expiresAtMs,
      hasPin: share.pin !== null,
      message,
      institution,
    },
    letterStyle,
  )
  const sent = await sendLetter(`${clinician.iss} ${clinician.sub}`, to, letter)
  if (!sent.ok) return sent
  await store.recordEmailed(shareId, clinician, clock())
  return ok(null)
}
