import type { Share } from '../contract/index.ts'
import type { Clinician } from '../identity/clinician.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { shareStateAt } from '../store/share-state.ts'
import type { StoredShare } from '../store/share-store.ts'
import { isOwner, mayManage } from './owned-share.ts'

const instant = (ms: number) => new Date(ms).toISOString()

const instantOrNull = (ms: number | null) => (ms === null ? null : instant(ms))

/** A share as a clinician sees it; what its owner wrote about it only by who may change it. */
export const shareToWire = (
  share: StoredShare,
  clinician: Pick<Clinician, 'iss' | 'sub' | 'permissions'>,
  nowMs: number,
): Share => {
  const manages = mayManage(clinician, share)
  return {
    shareId: share.shareId,
    state: shareStateAt(share, nowMs),
    createdAt: instant(share.createdAtMs),
    createdBy: share.createdBy,
    ownerUserId: share.ownerSub,
    isMine: isOwner(clinician, share),
    mayManage: manages,
    expiresAt: share.expiresAtMs === NEVER_ENDS_AT_MS ? null : instant(share.expiresAtMs),
    revokedAt: instantOrNull(share.revokedAtMs),
    studies: share.studies.map(({ studyInstanceUID, orthancId }) => ({ studyInstanceUID, orthancId })),
    viewer: share.viewer,
    allowDownload: share.allowDownload,
    pinKind: share.pin?.kind ?? null,
    remainingPinTries: share.pin && Math.max(0, share.pin.triesAllowed - share.pin.wrongTries),
    maxOpens: share.maxOpens,
    openings: share.openings,
    lastOpenedAt: instantOrNull(share.lastOpenedAtMs),
    recipient: manages ? share.recipient : null,
    note: manages ? share.note : null,
    notify: share.notify,
  }
}
