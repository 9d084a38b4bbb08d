import type { Transaction } from 'kysely'
import { PIN_TRIES } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { DatabaseKind } from './database.ts'
import { findShare } from './find-shares.ts'
import { addEvents } from './history.ts'
import { isLocked } from './share-state.ts'
import type { Actor, PinTryRefusal, StoredShare, Trace } from './share-store.ts'
import type { Tables } from './tables.ts'

type Trx = Transaction<Tables>
type Kind = Pick<DatabaseKind, 'rowLocks' | 'announce'>

export const reservePinTry = async (
  trx: Trx,
  { rowLocks }: Kind,
  shareId: string,
): Promise<Result<StoredShare, PinTryRefusal>> => {
  const share = await findShare(trx, shareId, rowLocks)
  if (!share) return refuse({ reason: 'unknown' })
  if (!share.pin) return refuse({ reason: 'no-pin' })
  if (isLocked(share.pin)) return refuse({ reason: 'locked' })
  const wrongTries = share.pin.wrongTries + 1
  await trx
    .updateTable('shares')
    .set({ pin_wrong_tries: wrongTries })
    .where('share_id', '=', shareId)
    .execute()
  return ok({ ...share, pin: { ...share.pin, wrongTries } })
}

export const returnPinTry = async (trx: Trx, shareId: string, pinHash: string): Promise<void> => {
  await trx
    .updateTable('shares')
    .set((eb) => ({ pin_wrong_tries: eb('pin_wrong_tries', '-', 1), pin_locked_at_ms: null }))
    .where('share_id', '=', shareId)
    .where('pin_hash', '=', pinHash)
    .where('pin_wrong_tries', '>', 0)
    .execute()
}

export const recordWrongPin = async (
  trx: Trx,
  kind: Kind,
  shareId: string,
  trace: Trace,
  nowMs: number,
): Promise<StoredShare | undefined> => {
  const share = await findShare(trx, shareId, kind.rowLocks)
  if (!share) return undefined
  await addEvents(trx, [{ shareId, atMs: nowMs, kind: 'pin-wrong', trace }])
  if (!isLocked(share.pin)) return share
  // Of many tries that fail together only the first finds it not yet told.
  const { numUpdatedRows } = await trx
    .updateTable('shares')
    .set({ pin_locked_at_ms: nowMs, revision: share.revision + 1 })
    .where('share_id', '=', shareId)
    .where('pin_locked_at_ms', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return share
  await addEvents(trx, [{ shareId, atMs: nowMs, kind: 'locked', trace }])
  await kind.announce(trx, [shareId])
  return { ...share, revision: share.revision + 1 }
}

export const unlockShare = async (
  trx: Trx,
  kind: Kind,
  shareId: string,
  actor: Actor,
  nowMs: number,
): Promise<StoredShare | undefined> => {
  const share = await findShare(trx, shareId, kind.rowLocks)
  if (!share?.pin) return share
  const triesAllowed = share.pin.wrongTries + PIN_TRIES
  const revision = share.revision + 1
  await trx
    .updateTable('shares')
    .set({ pin_tries_allowed: triesAllowed, pin_locked_at_ms: null, revision })
    .where('share_id', '=', shareId)
    .execute()
  await addEvents(trx, [{ shareId, atMs: nowMs, kind: 'unlocked', actor }])
  await kind.announce(trx, [shareId])
  return { ...share, revision, pin: { ...share.pin, triesAllowed } }
}
