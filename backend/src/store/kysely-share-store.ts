import { Kysely, Migrator, sql, type Transaction } from 'kysely'
import { changeShare, revokeByIds } from './change-shares.ts'
import type { DatabaseKind } from './database.ts'
import { findShare, findShares, listShares, ofStudy } from './find-shares.ts'
import { addEvents, addOnce } from './history.ts'
import { FIRST_MIGRATION, migrationsFor } from './migrations.ts'
import { findRunningOpening, recordOpening } from './openings.ts'
import { recordWrongPin, reservePinTry, returnPinTry, unlockShare } from './pin-tries.ts'
import { prune } from './prune.ts'
import { eventOfRow, rowOfNewShare, rowsOfStudies, storedOfNewShare } from './share-rows.ts'
import type { ShareStore, StoredShare } from './share-store.ts'
import { StoreUnavailableError } from './store-unavailable.ts'
import type { Tables } from './tables.ts'

/** Shares that one transaction revokes. */
const REVOKE_BATCH = 100

const migrate = async (kind: DatabaseKind, db: Kysely<Tables>, onNew: () => void) => {
  const own = kind.migrationDialect && new Kysely<Tables>({ dialect: kind.migrationDialect() })
  try {
    const { error, results } = await new Migrator({
      db: own ?? db,
      provider: migrationsFor(kind),
    }).migrateToLatest()
    if (error !== undefined) throw error
    if (results?.[0]?.migrationName === FIRST_MIGRATION) onNew()
  } finally {
    await own?.destroy()
  }
}

/**
 * The one implementation of the store. Brings the schema up to date before it answers anything; where the database
 * may come later, the first question that reaches it does so.
 *
 * @param onNew told once when the database had no store: links of ours made before open nothing
 * @throws when a migration fails, StoreUnavailableError when the database cannot be used now and may not come later
 */
export const createShareStore = async (
  kind: DatabaseKind,
  onNew: () => void = () => undefined,
): Promise<ShareStore> => {
  const db = new Kysely<Tables>({ dialect: kind.dialect })

  const translated = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      const code = kind.unavailableCode(error)
      throw code === undefined ? error : new StoreUnavailableError(code, error)
    }
  }

  let migrated: Promise<void> | undefined
  const ensureMigrated = () => {
    migrated ??= translated(() => migrate(kind, db, onNew)).catch((error: unknown) => {
      migrated = undefined
      throw error
    })
    return migrated
  }
  let closed = false
  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (closed) throw new StoreUnavailableError('CLOSED', undefined)
    await ensureMigrated()
    return translated(work)
  }
  const inTransaction = <Value>(work: (trx: Transaction<Tables>) => Promise<Value>) =>
    guarded(() => db.transaction().execute(work))

  try {
    await ensureMigrated()
  } catch (error) {
    if (!(kind.mayComeLater && error instanceof StoreUnavailableError)) {
      await db.destroy()
      kind.release()
      throw error
    }
  }
  const feed = kind.openFeed((shareIds) => guarded(() => findShares(db, shareIds, false)))

  return {
    createShare: (share) =>
      inTransaction(async (trx) => {
        const { shareId, createdAtMs, ownerIss: iss, ownerSub: sub, createdBy: name } = share
        await trx.insertInto('shares').values(rowOfNewShare(share)).execute()
        await trx.insertInto('share_studies').values(rowsOfStudies(share)).execute()
        await addEvents(trx, [{ shareId, atMs: createdAtMs, kind: 'created', actor: { iss, sub, name } }])
        return storedOfNewShare(share)
      }),

    getShare: (shareId) => guarded(() => findShare(db, shareId, false)),

    recordOpening: (request) => inTransaction((trx) => recordOpening(trx, kind.rowLocks, request)),
    isOpeningRunning: (shareId, openId, nowMs) =>
      guarded(async () => (await findRunningOpening(db, shareId, openId, nowMs)) !== undefined),

    reservePinTry: (shareId) => inTransaction((trx) => reservePinTry(trx, kind, shareId)),
    returnPinTry: (shareId, pinHash) => inTransaction((trx) => returnPinTry(trx, shareId, pinHash)),
    recordWrongPin: (shareId, trace, nowMs) =>
      inTransaction((trx) => recordWrongPin(trx, kind, shareId, trace, nowMs)),
    unlockShare: (shareId, actor, nowMs) =>
      inTransaction((trx) => unlockShare(trx, kind, shareId, actor, nowMs)),

    changeShare: (shareId, actor, nowMs, decide) =>
      inTransaction((trx) => changeShare(trx, kind, shareId, actor, nowMs, decide)),

    revokeShare: (shareId, actor, nowMs) =>
      inTransaction(async (trx) => {
        const [revoked] = await revokeByIds(trx, kind, [shareId], actor, nowMs)
        return revoked ?? findShare(trx, shareId, false)
      }),

    async revokeShares(of, actor, nowMs) {
      const revoked: StoredShare[] = []
      for (;;) {
        const batch = await inTransaction(async (trx) => {
          const rows = await trx
            .selectFrom('shares')
            .select('share_id')
            .where('revoked_at_ms', 'is', null)
            .where('expires_at_ms', '>', nowMs)
            .$if('ownerSub' in of, (query) =>
              'ownerSub' in of
                ? query.where('owner_iss', '=', of.ownerIss).where('owner_sub', '=', of.ownerSub)
                : query,
            )
            .$if('studyInstanceUID' in of, (query) =>
              'studyInstanceUID' in of ? query.where(ofStudy(of.studyInstanceUID)) : query,
            )
            .limit(REVOKE_BATCH)
            .execute()
          const ids = rows.map((row) => row.share_id)
          return { asked: ids.length, shares: await revokeByIds(trx, kind, ids, actor, nowMs) }
        })
        revoked.push(...batch.shares)
        if (batch.asked < REVOKE_BATCH) return revoked
      }
    },

    recordEmailed: (shareId, actor, nowMs) =>
      inTransaction((trx) => addEvents(trx, [{ shareId, atMs: nowMs, kind: 'emailed', actor }])),

    recordWithheld: (shareId, trace, nowMs) =>
      inTransaction((trx) => addOnce(trx, { shareId, atMs: nowMs, kind: 'withheld', trace })),

    listShares: (query) => guarded(() => listShares(db, query)),

    listEvents: (shareId, { beforeEventId, limit }) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('events')
          .selectAll()
          .where('share_id', '=', shareId)
          .$if(beforeEventId !== undefined, (query) => query.where('event_id', '<', beforeEventId ?? 0))
          .orderBy('event_id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(eventOfRow)
      }),

    listActiveOwners: (nowMs, { after, limit }) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('shares')
          .select(['owner_iss', 'owner_sub'])
          .distinct()
          .where('revoked_at_ms', 'is', null)
          .where('expires_at_ms', '>', nowMs)
          .$if(after !== undefined, (query) =>
            query.where(sql<boolean>`(owner_iss, owner_sub) > (${after?.iss}, ${after?.sub})`),
          )
          .orderBy('owner_iss')
          .orderBy('owner_sub')
          .limit(limit)
          .execute()
        return rows.map((row) => ({ iss: row.owner_iss, sub: row.owner_sub }))
      }),

    prune: (beforeMs) => guarded(() => prune(db, inTransaction, kind.rowLocks, beforeMs)),

    feed,

    async isReady() {
      try {
        await guarded(() => sql`select 1 from shares limit 1`.execute(db))
        return true
      } catch {
        return false
      }
    },

    async close() {
      if (closed) return
      closed = true
      await feed.close()
      await db.destroy()
      kind.release()
    },
  }
}
