import type { ShareState } from '../contract/index.ts'
import type { LiveShare } from '../tokens/live-shares.ts'
import type { StoredShare } from './share-store.ts'

/** What a share is at an instant (ms since 1970). The first that applies: revoked, expired, exhausted. */
export const shareStateAt = (
  share: Pick<StoredShare, 'revokedAtMs' | 'expiresAtMs' | 'maxOpens' | 'openings'>,
  nowMs: number,
): Exclude<ShareState, 'locked'> => {
  if (share.revokedAtMs !== null) return 'revoked'
  if (share.expiresAtMs <= nowMs) return 'expired'
  if (share.maxOpens !== null && share.openings >= share.maxOpens) return 'exhausted'
  return 'active'
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
