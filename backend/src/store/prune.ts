import { sql, type Kysely, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** Rows of one transaction: it is over in a few milliseconds, so that nobody waits for it. */
const BATCH = 500

type InTransaction = <Value>(work: (trx: Transaction<Tables>) => Promise<Value>) => Promise<Value>

/** Shares that ended before, by their own end or revoked. */
const pruneShares = async (inTransaction: InTransaction, rowLocks: boolean, beforeMs: number) => {
  let pruned = 0
  for (const column of ['expires_at_ms', 'revoked_at_ms'] as const)
    for (;;) {
      const count = await inTransaction(async (trx) => {
        const rows = await trx
          .selectFrom('shares')
          .select('share_id')
          .where(column, '<', beforeMs)
          .limit(BATCH)
          .$if(rowLocks, (query) => query.forUpdate().skipLocked())
          .execute()
        const ids = rows.map((row) => row.share_id)
        if (ids.length === 0) return 0
        for (const table of ['openings', 'share_studies', 'shares'] as const)
          await trx.deleteFrom(table).where('share_id', 'in', ids).execute()
        return ids.length
      })
      pruned += count
      if (count < BATCH) break
    }
  return pruned
}

/** Events are numbered in time's order: the oldest come first, and the first batch with a younger one is the last. */
const pruneEvents = async (inTransaction: InTransaction, rowLocks: boolean, beforeMs: number) => {
  let pruned = 0
  for (;;) {
    const count = await inTransaction(async (trx) => {
      const rows = await trx
        .selectFrom('events')
        .select(['event_id', 'at_ms'])
        .orderBy('event_id')
        .limit(BATCH)
        .$if(rowLocks, (query) => query.forUpdate().skipLocked())
        .execute()
      const ids = rows.filter((row) => row.at_ms < beforeMs).map((row) => row.event_id)
      if (ids.length > 0) await trx.deleteFrom('events').where('event_id', 'in', ids).execute()
      return ids.length
    })
    pruned += count
    if (count < BATCH) return pruned
  }
}

/** What `ShareStore.prune` promises, in many short transactions: what is interrupted goes on the next time. */
export const prune = async (
  db: Kysely<Tables>,
  inTransaction: InTransaction,
  rowLocks: boolean,
  beforeMs: number,
) => {
  // The triggers of the history let go of what lies before this instant, and of nothing else.
  await db
    .updateTable('history_retention')
    .set({ keep_from_ms: beforeMs })
    .where(sql<boolean>`keep_from_ms < ${beforeMs}`)
    .execute()
  return {
    shares: await pruneShares(inTransaction, rowLocks, beforeMs),
    events: await pruneEvents(inTransaction, rowLocks, beforeMs),
  }
}
