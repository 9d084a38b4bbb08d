import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { findShare, type Reader } from './find-shares.ts'
import { addEvents } from './history.ts'
import { shareStateAt } from './share-state.ts'
import type { Opening, OpeningRefusal, OpeningRequest } from './share-store.ts'
import type { Tables } from './tables.ts'

const hashOf = (openId: string) => createHash('sha256').update(openId).digest('base64url')

/** The opening of this name whose session has not ended, if there is one. */
export const findRunningOpening = (db: Reader, shareId: string, openId: string, nowMs: number) =>
  db
    .selectFrom('openings')
    .select('session_ends_at_ms')
    .where('share_id', '=', shareId)
    .where('open_id_hash', '=', hashOf(openId))
    .where('session_ends_at_ms', '>', nowMs)
    .executeTakeFirst()

/** Judges and counts one opening; the share's row is held meanwhile. */
export const recordOpening = async (
  trx: Transaction<Tables>,
  rowLocks: boolean,
  { shareId, openId, nowMs, sessionEndsAtMs, address, browser }: OpeningRequest,
): Promise<Result<Opening, OpeningRefusal>> => {
  const share = await findShare(trx, shareId, rowLocks)
  if (!share) return refuse({ reason: 'unknown' })
  const state = shareStateAt(share, nowMs)
  if (state === 'revoked' || state === 'expired') return refuse({ reason: state })

  const running = await findRunningOpening(trx, shareId, openId, nowMs)
  if (running)
    return ok({ share, sessionEndsAtMs: running.session_ends_at_ms, repeated: true, isFirst: false })
  if (state !== 'active') return refuse({ reason: state })

  const times = { opened_at_ms: nowMs, session_ends_at_ms: sessionEndsAtMs }
  await trx
    .insertInto('openings')
    .values({ share_id: shareId, open_id_hash: hashOf(openId), ...times })
    .onConflict((conflict) => conflict.columns(['share_id', 'open_id_hash']).doUpdateSet(times))
    .execute()
  await trx
    .updateTable('shares')
    .set((eb) => ({ openings: eb('openings', '+', 1), last_opened_at_ms: nowMs }))
    .where('share_id', '=', shareId)
    .execute()
  await addEvents(trx, [{ shareId, atMs: nowMs, kind: 'opened', trace: { address, browser } }])
  const counted = { ...share, openings: share.openings + 1, lastOpenedAtMs: nowMs }
  return ok({ share: counted, sessionEndsAtMs, repeated: false, isFirst: share.openings === 0 })
}
