import type { Share } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { shareStateAt } from '../store/share-state.ts'
import type { StoredShare } from '../store/share-store.ts'

const instant = (ms: number) => new Date(ms).toISOString()

const instantOrNull = (ms: number | null) => (ms === null ? null : instant(ms))

/** A share as a clinician sees it. */
export const shareToWire = (
  share: StoredShare,
  { iss, sub, permissions }: Pick<Clinician, 'iss' | 'sub' | 'permissions'>,
  nowMs: number,
): Share => {
  const isMine = share.ownerIss === iss && share.ownerSub === sub
  return {
    shareId: share.shareId,
    state: shareStateAt(share, nowMs),
    createdAt: instant(share.createdAtMs),
    createdBy: share.createdBy,
    ownerUserId: share.ownerSub,
    isMine,
    mayManage: isMine || hasPermission({ permissions }, 'admin-permissions'),
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
    recipient: share.recipient,
    note: share.note,
    notify: share.notify,
  }
}
