import type { Transaction } from 'kysely'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { DatabaseKind } from './database.ts'
import { findShare, findShares } from './find-shares.ts'
import { addEvents } from './history.ts'
import { applyChange } from './share-rows.ts'
import type { Actor, DecidedChange, StoredShare } from './share-store.ts'
import type { Tables } from './tables.ts'

type Trx = Transaction<Tables>
type Kind = Pick<DatabaseKind, 'rowLocks' | 'announce'>

export const changeShare = async <Refusal>(
  trx: Trx,
  kind: Kind,
  shareId: string,
  actor: Actor,
  nowMs: number,
  decide: (share: StoredShare) => Result<DecidedChange, Refusal>,
): Promise<Result<StoredShare, Refusal | { readonly reason: 'unknown' }>> => {
  const share = await findShare(trx, shareId, kind.rowLocks)
  if (!share) return refuse({ reason: 'unknown' })
  const decided = decide(share)
  if (!decided.ok) return decided
  const { change, narrows, told } = decided.value
  if (Object.keys(change).length === 0) return ok(share)
  const { changed, columns } = applyChange(share, change)
  const counters = { generation: share.generation + (narrows ? 1 : 0), revision: share.revision + 1 }
  await trx
    .updateTable('shares')
    .set({ ...columns, ...counters })
    .where('share_id', '=', shareId)
    .execute()
  await addEvents(trx, [{ shareId, atMs: nowMs, kind: 'changed', actor, changes: told }])
  await kind.announce(trx, [shareId])
  return ok({ ...changed, ...counters })
}

/** Revokes those of the named shares that are not revoked yet, and gives these. */
export const revokeByIds = async (
  trx: Trx,
  kind: Kind,
  shareIds: readonly string[],
  actor: Actor | null,
  nowMs: number,
): Promise<StoredShare[]> => {
  const shares = await findShares(trx, shareIds, kind.rowLocks)
  const living = shares.filter(({ revokedAtMs }) => revokedAtMs === null)
  if (living.length === 0) return []
  const ids = living.map(({ shareId }) => shareId)
  await trx
    .updateTable('shares')
    .set((eb) => ({
      generation: eb('generation', '+', 1),
      revision: eb('revision', '+', 1),
      revoked_at_ms: nowMs,
    }))
    .where('share_id', 'in', ids)
    .execute()
  await addEvents(
    trx,
    ids.map((shareId) => ({ shareId, atMs: nowMs, kind: 'revoked', actor })),
  )
  await kind.announce(trx, ids)
  return living.map((share) => ({
    ...share,
    generation: share.generation + 1,
    revision: share.revision + 1,
    revokedAtMs: nowMs,
  }))
}
