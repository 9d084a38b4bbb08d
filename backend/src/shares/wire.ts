import type { Share } from '../contract/index.ts'
import { shareStateAt } from '../store/share-state.ts'
import type { StoredShare } from '../store/share-store.ts'

const instant = (ms: number) => new Date(ms).toISOString()

/** A share as its owner sees it. */
export const shareToWire = (share: StoredShare, nowMs: number): Share => ({
  shareId: share.shareId,
  state: shareStateAt(share, nowMs),
  createdAt: instant(share.createdAtMs),
  createdBy: share.createdBy,
  expiresAt: instant(share.expiresAtMs),
  studies: share.studies.map(({ studyInstanceUID, orthancId }) => ({ studyInstanceUID, orthancId })),
  viewer: share.viewer,
  allowDownload: share.allowDownload,
  openings: share.openings,
  lastOpenedAt: share.lastOpenedAtMs === null ? null : instant(share.lastOpenedAtMs),
})
