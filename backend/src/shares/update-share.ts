import type { ChangedField, UpdateShareRequest } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { VisibilityRefusal } from '../orthanc/study.ts'
import type { PinsBusy } from '../pins/index.ts'
import { liveShareOf } from '../store/share-state.ts'
import type {
  ChangedFieldLine,
  DecidedChange,
  NewPin,
  ShareChange,
  StoredShare,
} from '../store/share-store.ts'
import type { CreateShareDeps } from './create-share.ts'
import { getOwnedShare, isOwner, type OwnedShareRefusal } from './owned-share.ts'
import {
  decideDownload,
  decideEnd,
  decideMaxOpens,
  decideOwnerEmail,
  decidePin,
  type PolicyRefusal,
} from './policy.ts'

export type UpdateShareDeps = Omit<CreateShareDeps, 'codes' | 'neverSharedLabels'>

export type UpdateShareRefusal =
  | OwnedShareRefusal
  | PolicyRefusal
  | PinsBusy
  | VisibilityRefusal
  | { readonly reason: 'link-revoked' | 'may-not-share' }

/**
 * Changes what a request names, for the owner or an administrator, within the policy as it is now. What gives a guest
 * more than before is sharing: it needs the right to share and to see every study, as making a link does.
 *
 * @param authorization the clinician's own `Authorization` header: visibility is asked with it
 */
export const updateShare = async (
  deps: UpdateShareDeps,
  clinician: Clinician,
  authorization: string,
  shareId: string,
  request: UpdateShareRequest,
): Promise<Result<StoredShare, UpdateShareRefusal>> => {
  const owned = await getOwnedShare(deps.store, clinician, shareId)
  if (!owned.ok) return owned
  if (owned.value.revokedAtMs !== null) return refuse({ reason: 'link-revoked' })
  const pin = await newPin(deps, request)
  if (!pin.ok) return pin
  const now = deps.clock()
  const planned = decideUpdate(deps, clinician, owned.value, request, pin.value, now)
  if (!planned.ok) return planned
  if (planned.value.widens) {
    const references = owned.value.studies.map(({ orthancId }) => ({ orthancId }))
    const visible = await deps.visibility.resolve(clinician, authorization, references)
    if (!visible.ok) return visible
  }
  const changed = await deps.store.changeShare(shareId, clinician, now, (share) =>
    decideUpdate(deps, clinician, share, request, pin.value, now),
  )
  if (!changed.ok)
    return changed.refusal.reason === 'unknown' ? refuse({ reason: 'not-found' }) : refuse(changed.refusal)
  deps.liveShares.update(liveShareOf(changed.value))
  return ok(changed.value)
}

/** Hashed before the transaction: it takes a while. Undefined: no change. */
const newPin = async (
  { policy, pins }: UpdateShareDeps,
  { pin }: UpdateShareRequest,
): Promise<Result<NewPin | null | undefined, UpdateShareRefusal>> => {
  if (pin === undefined) return ok(undefined)
  const decided = decidePin(pin, policy)
  if (!decided.ok) return decided
  if (decided.value === null) return ok(null)
  const hash = await pins.hash(decided.value.pin)
  return hash.ok ? ok({ kind: decided.value.kind, hash: hash.value }) : hash
}

interface DecidedUpdate extends DecidedChange {
  /** Does it give guests more than they had? */
  readonly widens: boolean
}

/** What really changes, whether it takes something away from tokens that are out, and what the history tells. Pure. */
const decideUpdate = (
  { policy, viewers }: UpdateShareDeps,
  clinician: Clinician,
  share: StoredShare,
  request: UpdateShareRequest,
  pin: NewPin | null | undefined,
  nowMs: number,
): Result<DecidedUpdate, UpdateShareRefusal> => {
  if (share.revokedAtMs !== null) return refuse({ reason: 'link-revoked' })
  const end =
    request.expiresAt === undefined && request.expiresInSeconds === undefined
      ? ok(share.expiresAtMs)
      : decideEnd(request, policy, nowMs)
  if (!end.ok) return end
  const { viewer = share.viewer, notify = share.notify } = request
  if (viewer !== share.viewer && viewer !== null && !viewers.some(({ key }) => key === viewer))
    return refuse({ reason: 'invalid-request', field: 'viewer', detail: 'There is no such viewer.' })
  const download =
    request.allowDownload === undefined || request.allowDownload === share.allowDownload
      ? ok(share.allowDownload)
      : decideDownload(request.allowDownload, policy, clinician)
  if (!download.ok) return download
  const maxOpens =
    request.maxOpens === undefined ? ok(share.maxOpens) : decideMaxOpens(request.maxOpens, policy)
  if (!maxOpens.ok) return maxOpens
  const knownEmail = isOwner(clinician, share) ? (clinician.email ?? share.ownerEmail) : share.ownerEmail
  const email = notify === share.notify ? ok(share.ownerEmail) : decideOwnerEmail(notify, policy, knownEmail)
  if (!email.ok) return email

  const isNewNotice = notify !== share.notify && isOwner(clinician, share)
  const language = isNewNotice ? (request.notifyLanguage ?? share.ownerLanguage) : share.ownerLanguage
  const ownerLanguage = email.value === null ? null : language

  const wished = {
    expiresAtMs: end.value,
    viewer,
    allowDownload: download.value,
    maxOpens: maxOpens.value,
    recipient: request.recipient === undefined ? share.recipient : request.recipient || null,
    note: request.note === undefined ? share.note : request.note || null,
    notify,
    ownerEmail: email.value,
    ownerLanguage,
  }
  const changesPin = pin !== undefined && !(pin === null && share.pin === null)
  const change: ShareChange = { ...differences(share, wished), ...(changesPin ? { pin } : {}) }
  const narrows =
    wished.expiresAtMs < share.expiresAtMs ||
    (share.allowDownload && !wished.allowDownload) ||
    (changesPin && pin !== null)
  const widens =
    wished.expiresAtMs > share.expiresAtMs ||
    (!share.allowDownload && wished.allowDownload) ||
    opensOf(wished) > opensOf(share) ||
    (changesPin && pin === null)
  if (widens && !hasPermission(clinician, 'share')) return refuse({ reason: 'may-not-share' })
  return ok({ change, narrows, widens, told: toldOf(share, change) })
}

const opensOf = ({ maxOpens }: Pick<StoredShare, 'maxOpens'>) => maxOpens ?? Number.POSITIVE_INFINITY

const differences = <Fields extends Partial<StoredShare>>(
  share: StoredShare,
  wished: Fields,
): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(wished).filter(([name, value]) => share[name as keyof StoredShare] !== value),
  ) as Partial<Fields>

const endText = (ms: number) => (ms === NEVER_ENDS_AT_MS ? null : new Date(ms).toISOString())
const plainText = (value: unknown) => (value === null ? null : String(value))

/** PIN, recipient and note are named without their values. */
const toldOf = (share: StoredShare, change: ShareChange): ChangedFieldLine[] => {
  const lines: ChangedFieldLine[] = []
  if (change.expiresAtMs !== undefined)
    lines.push({ field: 'expiresAt', from: endText(share.expiresAtMs), to: endText(change.expiresAtMs) })
  for (const field of [
    'maxOpens',
    'allowDownload',
    'viewer',
    'notify',
  ] as const satisfies readonly ChangedField[])
    if (change[field] !== undefined)
      lines.push({ field, from: plainText(share[field]), to: plainText(change[field]) })
  for (const field of ['pin', 'recipient', 'note'] as const satisfies readonly ChangedField[])
    if (change[field] !== undefined) lines.push({ field })
  return lines
}
