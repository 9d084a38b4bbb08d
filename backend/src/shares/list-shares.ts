import type { ListSharesQuery, Policy } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import type { Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { StudyVisibility, VisibilityRefusal } from '../orthanc/study.ts'
import type { ListQuery, ShareStore, StoredShare } from '../store/share-store.ts'
import { formatCursor, parseShareCursor } from './cursors.ts'

export interface ListSharesDeps {
  readonly store: ShareStore
  readonly visibility: StudyVisibility
  readonly policy: Policy
  readonly clock: Clock
}

export type ListSharesRefusal =
  | { readonly reason: 'forbidden' }
  | { readonly reason: 'invalid-request'; readonly field: string; readonly detail: string }
  | VisibilityRefusal

export interface SharesPage {
  readonly shares: readonly StoredShare[]
  readonly nextCursor: string | null
}

/** A page of the caller's own shares; of everybody's for administrators; of a study's active ones for colleagues. */
export const listShares = async (
  deps: ListSharesDeps,
  clinician: Clinician,
  authorization: string,
  query: ListSharesQuery,
): Promise<Result<SharesPage, ListSharesRefusal>> => {
  const before = query.cursor === undefined ? undefined : parseShareCursor(query.cursor)
  if (query.cursor !== undefined && !before)
    return refuse({ reason: 'invalid-request', field: 'cursor', detail: 'This is no cursor of ours.' })
  const narrowed = await narrow(deps, clinician, authorization, query)
  if (!narrowed.ok) return narrowed
  const found = await deps.store.listShares({
    studyInstanceUID: query.studyInstanceUID,
    search: query.search,
    ...narrowed.value,
    nowMs: deps.clock(),
    before,
    limit: query.limit + 1,
  })
  const shares = found.slice(0, query.limit)
  const last = shares.at(-1)
  const nextCursor = last && found.length > query.limit ? formatCursor(last.createdAtMs, last.shareId) : null
  return ok({ shares, nextCursor })
}

type Narrowed = Pick<ListQuery, 'owner' | 'ownerSub' | 'states'>

const narrow = async (
  { visibility, policy }: ListSharesDeps,
  clinician: Clinician,
  authorization: string,
  { scope, status: states, ownerUserId, studyInstanceUID, search }: ListSharesQuery,
): Promise<Result<Narrowed, ListSharesRefusal>> => {
  if (scope === 'mine' && ownerUserId === undefined)
    return ok({ owner: { iss: clinician.iss, sub: clinician.sub }, states })
  if (hasPermission(clinician, 'admin-permissions')) return ok({ ownerSub: ownerUserId, states })
  const isColleague = policy.sharesVisibleTo === 'colleagues' && hasPermission(clinician, 'share')
  // Searching would tell what stands in others' notes.
  const isPlain = ownerUserId === undefined && search === undefined
  if (!isColleague || !isPlain || studyInstanceUID === undefined) return refuse({ reason: 'forbidden' })
  const visible = await visibility.resolve(clinician, authorization, [{ studyInstanceUID }])
  if (!visible.ok) return visible
  return states === undefined || states.includes('active')
    ? ok({ states: ['active'] })
    : refuse({ reason: 'forbidden' })
}
