import { createHash } from 'node:crypto'
import { Kysely, Migrator, sql, type Insertable, type Transaction } from 'kysely'
import { ok, refuse } from '../kernel/result.ts'
import type { DatabaseKind } from './database.ts'
import { migrationsFor } from './migrations.ts'
import { rowOfNewShare, rowsOfStudies, shareOfRows } from './share-rows.ts'
import { shareStateAt } from './share-state.ts'
import type { Actor, OpeningRequest, ShareStore } from './share-store.ts'
import { StoreUnavailableError } from './store-unavailable.ts'
import type { EventsTable, Tables } from './tables.ts'

type Reader = Kysely<Tables> | Transaction<Tables>

const hashOf = (openId: string) => createHash('sha256').update(openId).digest('base64url')

const nobody = { actor_iss: null, actor_sub: null, actor_name: null }
const nowhere = { address: null, browser: null }
const who = ({ iss, sub, name }: Actor) => ({ actor_iss: iss, actor_sub: sub, actor_name: name })

const findShare = async (db: Reader, shareId: string, lock: boolean) => {
  const row = await db
    .selectFrom('shares')
    .selectAll()
    .where('share_id', '=', shareId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) return undefined
  const studies = await db
    .selectFrom('share_studies')
    .selectAll()
    .where('share_id', '=', shareId)
    .orderBy('position')
    .execute()
  return shareOfRows(row, studies)
}

const addEvent = (trx: Transaction<Tables>, event: Insertable<EventsTable>) =>
  trx.insertInto('events').values(event).execute()

/**
 * The one implementation of the store. Brings the schema up to date before it answers.
 * @throws when a migration fails, StoreUnavailableError when the database cannot be used now
 */
export const createShareStore = async (kind: DatabaseKind): Promise<ShareStore> => {
  const db = new Kysely<Tables>({ dialect: kind.dialect })

  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      const code = kind.unavailableCode(error)
      throw code === undefined ? error : new StoreUnavailableError(code, error)
    }
  }
  const inTransaction = <Value>(work: (trx: Transaction<Tables>) => Promise<Value>) =>
    guarded(() => db.transaction().execute(work))

  const recordOpening = (trx: Transaction<Tables>) => async (request: OpeningRequest) => {
    const { shareId, nowMs, sessionEndsAtMs, address, browser } = request
    const share = await findShare(trx, shareId, kind.rowLocks)
    if (!share) return refuse({ reason: 'unknown' })
    const state = shareStateAt(share, nowMs)
    if (state === 'revoked' || state === 'expired') return refuse({ reason: state })

    const openIdHash = hashOf(request.openId)
    const running = await trx
      .selectFrom('openings')
      .select('session_ends_at_ms')
      .where('share_id', '=', shareId)
      .where('open_id_hash', '=', openIdHash)
      .where('session_ends_at_ms', '>', nowMs)
      .executeTakeFirst()
    if (running) return ok({ share, sessionEndsAtMs: running.session_ends_at_ms, repeated: true })
    if (state === 'exhausted') return refuse({ reason: state })

    const times = { opened_at_ms: nowMs, session_ends_at_ms: sessionEndsAtMs }
    await trx
      .insertInto('openings')
      .values({ share_id: shareId, open_id_hash: openIdHash, ...times })
      .onConflict((conflict) => conflict.columns(['share_id', 'open_id_hash']).doUpdateSet(times))
      .execute()
    await trx
      .updateTable('shares')
      .set((eb) => ({ openings: eb('openings', '+', 1), last_opened_at_ms: nowMs }))
      .where('share_id', '=', shareId)
      .execute()
    await addEvent(trx, { share_id: shareId, at_ms: nowMs, kind: 'opened', ...nobody, address, browser })
    const counted = { ...share, openings: share.openings + 1, lastOpenedAtMs: nowMs }
    return ok({ share: counted, sessionEndsAtMs, repeated: false })
  }

  const { error } = await guarded(() => new Migrator({ db, provider: migrationsFor(kind) }).migrateToLatest())
  if (error !== undefined) {
    await db.destroy()
    kind.release()
    throw error
  }

  return {
    createShare: (share) =>
      inTransaction(async (trx) => {
        const row = rowOfNewShare(share)
        await trx.insertInto('shares').values(row).execute()
        await trx.insertInto('share_studies').values(rowsOfStudies(share)).execute()
        const actor = who({ iss: share.ownerIss, sub: share.ownerSub, name: share.createdBy })
        await addEvent(trx, {
          share_id: share.shareId,
          at_ms: share.createdAtMs,
          kind: 'created',
          ...actor,
          ...nowhere,
        })
        return { ...share, generation: 1, revision: 1, revokedAtMs: null, openings: 0, lastOpenedAtMs: null }
      }),

    getShare: (shareId) => guarded(() => findShare(db, shareId, false)),

    recordOpening: (request) => inTransaction((trx) => recordOpening(trx)(request)),

    revokeShare: (shareId, actor, nowMs) =>
      inTransaction(async (trx) => {
        const share = await findShare(trx, shareId, kind.rowLocks)
        if (!share || share.revokedAtMs !== null) return share
        const changes = { generation: share.generation + 1, revision: share.revision + 1 }
        await trx
          .updateTable('shares')
          .set({ ...changes, revoked_at_ms: nowMs })
          .where('share_id', '=', shareId)
          .execute()
        await addEvent(trx, { share_id: shareId, at_ms: nowMs, kind: 'revoked', ...who(actor), ...nowhere })
        return { ...share, ...changes, revokedAtMs: nowMs }
      }),

    async isReady() {
      try {
        await sql`select 1 from shares limit 1`.execute(db)
        return true
      } catch {
        return false
      }
    },

    async close() {
      await db.destroy()
      kind.release()
    },
  }
}
