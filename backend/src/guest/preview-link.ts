import type { GuestPreviewRequest, GuestPreviewResponse } from '../contract/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { shareStateAt } from '../store/share-state.ts'
import { findShareByCode, type LinkDeps, type LinkRefusal } from './link.ts'

export type DeadLink = { readonly reason: 'link-revoked' | 'link-expired' | 'link-exhausted' | 'link-locked' }

/**
 * What a guest may know before the click. Changes nothing and counts nothing. A link that is used up is shown to the
 * browser whose opening goes on: a reload, or a return from the viewer, leads back to the images.
 */
export const previewLink = async (
  deps: LinkDeps & { readonly clock: Clock },
  { code, openId }: GuestPreviewRequest,
): Promise<Result<GuestPreviewResponse, LinkRefusal | DeadLink>> => {
  const found = await findShareByCode(deps, code)
  if (!found.ok) return found
  const share = found.value
  const now = deps.clock()
  const state = shareStateAt(share, now)
  const goesOn =
    state === 'exhausted' &&
    openId !== undefined &&
    (await deps.store.isOpeningRunning(share.shareId, openId, now))
  if (state !== 'active' && !goesOn) return refuse({ reason: `link-${state}` })
  return ok({
    shareId: share.shareId,
    sharedBy: share.createdBy,
    expiresAt: share.expiresAtMs === NEVER_ENDS_AT_MS ? null : new Date(share.expiresAtMs).toISOString(),
    studyCount: share.studies.length,
    pinRequired: share.pin !== null,
    pinKind: share.pin?.kind ?? null,
    note: share.pin ? null : share.note,
    allowDownload: share.allowDownload,
    viewer: share.viewer,
  })
}
