import type { ShareState } from '../contract/index.ts'
import type { LiveShare } from '../tokens/live-shares.ts'
import type { StoredPin, StoredShare } from './share-store.ts'

/** Is there no try of the PIN left? */
export const isLocked = (pin: StoredPin | null): boolean => pin !== null && pin.wrongTries >= pin.triesAllowed

/** What a share is at an instant (ms since 1970). The first that applies: revoked, expired, exhausted, locked. */
export const shareStateAt = (
  share: Pick<StoredShare, 'revokedAtMs' | 'expiresAtMs' | 'maxOpens' | 'openings' | 'pin'>,
  nowMs: number,
): ShareState => {
  if (share.revokedAtMs !== null) return 'revoked'
  if (share.expiresAtMs <= nowMs) return 'expired'
  if (share.maxOpens !== null && share.openings >= share.maxOpens) return 'exhausted'
  return isLocked(share.pin) ? 'locked' : 'active'
}

/** The part of a share that decisions about its tokens need. */
export const liveShareOf = (share: StoredShare): LiveShare => ({
  shareId: share.shareId,
  generation: share.generation,
  revision: share.revision,
  endsAtMs: share.expiresAtMs,
  revoked: share.revokedAtMs !== null,
  download: share.allowDownload,
  viewer: share.viewer,
  studies: share.studies,
})
