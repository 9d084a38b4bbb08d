import type { GuestOpenRequest, GuestOpenResponse, Viewer } from '../contract/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { DOWNLOAD_SECONDS } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { StudyPresence } from '../orthanc/study.ts'
import type { Pins } from '../pins/index.ts'
import { decideLabels } from '../shares/policy.ts'
import { shareStateAt } from '../store/share-state.ts'
import type { StoredShare, Trace } from '../store/share-store.ts'
import type { TokenMint } from '../tokens/resource-tokens.ts'
import { findShareByCode, type LinkDeps, type LinkRefusal } from './link.ts'
import type { DeadLink } from './preview-link.ts'
import { type PinRefusal, provePin, triesLeft } from './prove-pin.ts'
import { chooseViewer, viewerUrl } from './viewer-url.ts'

export interface OpenLinkDeps extends LinkDeps {
  readonly presence: StudyPresence
  /** `NEVER_SHARED_LABELS`: a study may have got one after it was shared. */
  readonly neverSharedLabels: readonly string[]
  readonly mint: TokenMint
  readonly viewers: readonly Viewer[]
  /** The way into a viewer that is not among `viewers`; undefined when there is no such viewer. */
  readonly otherViewers?: OtherViewers | undefined
  readonly pins: Pins
  /** `PUBLIC_ORTHANC_ROOT`: where archives are downloaded; undefined: nowhere. */
  readonly publicOrthancRoot?: string | undefined
  /** Told of every opening that its owner wishes to know of; never waited for. */
  readonly tellOwner?: ((share: StoredShare, openedAtMs: number) => void) | undefined
  /** How long a guest's session lasts at most. */
  readonly sessionSeconds: number
  readonly clock: Clock
}

/** Links into viewers by their keys in the share, for those that OHIF's links do not suit. */
export type OtherViewers = (
  viewer: string,
  studies: StoredShare['studies'],
  token: string,
) => Promise<Result<string, { readonly reason: 'orthanc-unavailable' }> | undefined>

export type OpenLinkRefusal =
  | LinkRefusal
  | DeadLink
  | PinRefusal
  | { readonly reason: 'study-gone' }
  | { readonly reason: 'orthanc-unavailable' }

/** The guest's click: records one opening and gives the way into the viewer. */
export const openLink = async (
  deps: OpenLinkDeps,
  request: GuestOpenRequest,
  trace: Trace,
): Promise<Result<GuestOpenResponse, OpenLinkRefusal>> => {
  const found = await findShareByCode(deps, request.code)
  if (!found.ok) return found
  const { shareId, studies, viewer: viewerKey } = found.value
  const now = deps.clock()
  // Exhausted is judged by the store: repeating an opening in its session is still allowed.
  const state = shareStateAt(found.value, now)
  if (state === 'revoked' || state === 'expired') return refuse({ reason: `link-${state}` })

  const proven = await provePin(deps, found.value, request.pin, trace)
  if (!proven.ok) return proven

  const present = await deps.presence.findAll(studies.map((study) => study.orthancId))
  if (!present.ok) return present
  if (!present.value) return refuse({ reason: 'study-gone' })
  if (!decideLabels(present.value, deps.neverSharedLabels).ok) {
    // The reason is for the owner: a guest learns nothing about labels.
    await deps.store.recordWithheld(shareId, trace, now)
    return refuse({ reason: 'study-gone' })
  }

  const sessionEndsAtMs = Math.min(now + deps.sessionSeconds * 1000, found.value.expiresAtMs)
  const opening = await deps.store.recordOpening({
    shareId,
    openId: request.openId,
    nowMs: now,
    sessionEndsAtMs,
    ...trace,
  })
  if (!opening.ok) return refuse({ reason: `link-${opening.refusal.reason}` })

  const { share } = opening.value
  // Set or changed since it was asked for: this guest has not proven it.
  if (share.pin && share.pin.hash !== proven.value)
    return refuse({ reason: 'pin-required', ...triesLeft(share.pin) })
  const isNews = share.notify === 'every' || (share.notify === 'first' && opening.value.isFirst)
  if (isNews && !opening.value.repeated) deps.tellOwner?.(share, now)

  const { token, endsAtMs } = await deps.mint.forShare({
    shareId,
    generation: share.generation,
    download: share.allowDownload,
    endsAtMs: Math.min(opening.value.sessionEndsAtMs, share.expiresAtMs),
  })
  const url = await urlInViewer(deps, viewerKey, request.device ?? 'desktop', studies, token)
  if (!url.ok) return url
  return ok({
    viewerUrl: url.value,
    downloadUrls: await downloadUrls(deps, share, endsAtMs, now),
    note: share.note,
    expiresAt: new Date(endsAtMs).toISOString(),
  })
}

/** One archive for each study, by a token of its own: it stands in an address, so it lives for minutes. */
const downloadUrls = async (
  { mint, publicOrthancRoot }: OpenLinkDeps,
  { shareId, generation, allowDownload, studies }: StoredShare,
  sessionEndsAtMs: number,
  nowMs: number,
): Promise<string[]> => {
  if (!allowDownload || publicOrthancRoot === undefined) return []
  const endsAtMs = Math.min(sessionEndsAtMs, nowMs + DOWNLOAD_SECONDS * 1000)
  const { token } = await mint.forShare({ shareId, generation, download: true, endsAtMs })
  return studies.map(({ orthancId }) => `${publicOrthancRoot}studies/${orthancId}/archive?token=${token}`)
}

const urlInViewer = async (
  { viewers, otherViewers }: OpenLinkDeps,
  viewerKey: string | null,
  device: NonNullable<GuestOpenRequest['device']>,
  studies: StoredShare['studies'],
  token: string,
): Promise<Result<string, { readonly reason: 'orthanc-unavailable' }>> => {
  const named = viewerKey === null ? undefined : await otherViewers?.(viewerKey, studies, token)
  if (named) return named
  const viewer = chooseViewer(viewers, viewerKey, device)
  const uids = studies.map((study) => study.studyInstanceUID)
  return (await otherViewers?.(viewer.key, studies, token)) ?? ok(viewerUrl(viewer, uids, token))
}
