import type { ShareCodes } from '../codes/share-code.ts'
import type { CreateShareRequest, Policy, Viewer } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import type { Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { StudyVisibility, VisibilityRefusal } from '../orthanc/study.ts'
import type { Pins, PinsBusy } from '../pins/index.ts'
import { liveShareOf } from '../store/share-state.ts'
import type { ShareStore, StoredShare } from '../store/share-store.ts'
import type { LiveShares } from '../tokens/live-shares.ts'
import {
  decideDownload,
  decideEnd,
  decideLabels,
  decideMaxOpens,
  decideOwnerEmail,
  decidePin,
  type PolicyRefusal,
} from './policy.ts'

export interface CreateShareDeps {
  readonly store: ShareStore
  readonly codes: ShareCodes
  readonly liveShares: LiveShares
  readonly pins: Pins
  readonly visibility: StudyVisibility
  readonly policy: Policy
  readonly viewers: readonly Viewer[]
  /** `NEVER_SHARED_LABELS` */
  readonly neverSharedLabels: readonly string[]
  readonly clock: Clock
}

export type CreateShareRefusal =
  { readonly reason: 'may-not-share' } | VisibilityRefusal | PolicyRefusal | PinsBusy

export interface CreatedShare {
  readonly share: StoredShare
  readonly code: string
}

/**
 * Makes a share of studies that the clinician may see: all of them, or none is shared.
 * Throws StoreUnavailableError when it cannot be kept.
 *
 * @param authorization the clinician's own `Authorization` header: visibility is asked with it
 */
export const createShare = async (
  deps: CreateShareDeps,
  clinician: Clinician,
  authorization: string,
  request: CreateShareRequest,
): Promise<Result<CreatedShare, CreateShareRefusal>> => {
  if (!hasPermission(clinician, 'share')) return refuse({ reason: 'may-not-share' })
  const viewer = request.viewer ?? null
  if (viewer !== null && !deps.viewers.some(({ key }) => key === viewer))
    return refuse({ reason: 'invalid-request', field: 'viewer', detail: 'There is no such viewer.' })
  const download = decideDownload(request.allowDownload, deps.policy, clinician)
  if (!download.ok) return download
  const now = deps.clock()
  const end = decideEnd(request, deps.policy, now)
  if (!end.ok) return end
  const pin = decidePin(request.pin ?? null, deps.policy)
  if (!pin.ok) return pin
  const maxOpens = decideMaxOpens(request.maxOpens, deps.policy)
  if (!maxOpens.ok) return maxOpens
  const notify = request.notify ?? 'never'
  const ownerEmail = decideOwnerEmail(notify, deps.policy, clinician.email ?? null)
  if (!ownerEmail.ok) return ownerEmail
  const visible = await deps.visibility.resolve(clinician, authorization, request.studies)
  if (!visible.ok) return visible
  const sharable = decideLabels(visible.value, deps.neverSharedLabels)
  if (!sharable.ok) return sharable

  const hash = pin.value && (await deps.pins.hash(pin.value.pin))
  if (hash && !hash.ok) return hash

  // The same study may have been named by both of its ids.
  const studies = [...new Map(visible.value.map((study) => [study.orthancId, study])).values()]
  const { shareId, code, kid } = deps.codes.make()
  const share = await deps.store.createShare({
    shareId,
    codeKid: kid,
    createdAtMs: now,
    ownerIss: clinician.iss,
    ownerSub: clinician.sub,
    createdBy: clinician.name,
    expiresAtMs: end.value,
    viewer,
    allowDownload: download.value,
    maxOpens: maxOpens.value,
    pin: pin.value && hash ? { kind: pin.value.kind, hash: hash.value } : null,
    recipient: request.recipient || null,
    note: request.note || null,
    notify,
    ownerEmail: ownerEmail.value,
    ownerLanguage: ownerEmail.value === null ? null : (request.notifyLanguage ?? null),
    studies: studies.map(({ studyInstanceUID, orthancId }) => ({ studyInstanceUID, orthancId })),
  })
  deps.liveShares.update(liveShareOf(share))
  return ok({ share, code })
}
