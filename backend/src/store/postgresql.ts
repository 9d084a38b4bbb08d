import { PostgresDialect, sql, type Kysely, type Transaction } from 'kysely'
import { types, type ClientConfig, type CustomTypesConfig } from 'pg'
import type { Clock } from '../kernel/clock.ts'
import type { DatabaseKind } from './database.ts'
import { CHANGES_CHANNEL, openPostgresqlFeed } from './postgresql-feed.ts'
import { createPool } from './postgresql-pool.ts'
import type { Tables } from './tables.ts'

/** Connections of one backend: its transactions are short, and the database has about a hundred for all. */
const MAX_CONNECTIONS = 10
const CONNECT_TIMEOUT_MS = 2_000
/** Longer than any query of ours takes; the database ends what is slower. */
const STATEMENT_TIMEOUT_MS = 5_000
/** For a database that does not even answer that it ended a query. */
const QUERY_TIMEOUT_MS = 6_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

/**
 * SQLSTATE classes and codes that a retry, a restart or an administrator mends: connection, authorization, no such
 * database, resources, operator's intervention, system error; deadlock, lock not available, read-only standby.
 */
const UNAVAILABLE_STATE = /^(08|28|3D|53|57|58|40|55P03|25006)/
const UNAVAILABLE_SYSTEM = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|ENOENT|EACCES)/
/** The driver gives these no code. */
const UNAVAILABLE_MESSAGE =
  /timeout|Connection terminated|connection error|not queryable|after calling end|Client was closed/i

const unavailableCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined)
    return UNAVAILABLE_STATE.test(code) || UNAVAILABLE_SYSTEM.test(code) ? code : undefined
  return UNAVAILABLE_MESSAGE.test(error.message) ? 'CONNECTION' : undefined
}

/** Our numbers stay far below 2^53: times in ms, counters. */
const ourTypes: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)),
}

/** Any number, the same in all backends: changes are counted one transaction at a time. */
const COUNTING_LOCK = 7_365_402

/**
 * Makes the order in which changes are counted the order in which they can be seen: whoever has read up to a number
 * has missed nothing below it. Taken last in a transaction, so that its holder waits for no one.
 */
const announce = async (trx: Transaction<Tables>, shareIds: readonly string[]) => {
  await sql`select pg_advisory_xact_lock(${sql.lit(COUNTING_LOCK)})`.execute(trx)
  await sql`update shares set change_number = nextval('share_changes') where share_id in (${sql.join(shareIds)})`.execute(
    trx,
  )
  await sql`select pg_notify(${sql.lit(CHANGES_CHANNEL)}, '')`.execute(trx)
}

const onlyPruning = (table: string) => sql`
  create or replace function ${sql.id(`${table}_guard`)}() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      if old.at_ms < (select keep_from_ms from history_retention) then return old; end if;
    end if;
    raise exception '% is append-only', tg_table_name;
  end $$`

const noChange = (table: string) => sql`
  create function ${sql.id(`${table}_guard`)}() returns trigger language plpgsql as $$
  begin raise exception '% is append-only', tg_table_name; end $$`

/**
 * PostgreSQL (14 or later) by `DATABASE_URL`: for several backends at once. `synchronous_commit` is on whatever the
 * server's default: what was acknowledged survives a crash.
 */
export const createPostgresql = (
  databaseUrl: string,
  clock: Clock,
  say: (message: string) => void = () => undefined,
): DatabaseKind => {
  const connection: ClientConfig = {
    connectionString: databaseUrl,
    application_name: 'studylink',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: ourTypes,
  }
  const limited: ClientConfig = {
    ...connection,
    options: '-c synchronous_commit=on',
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  }
  return {
    dialect: new PostgresDialect({ pool: async () => createPool({ ...limited, max: MAX_CONNECTIONS }) }),
    migrationDialect: () => new PostgresDialect({ pool: async () => createPool({ ...connection, max: 1 }) }),
    mayComeLater: true,
    rowLocks: true,
    countedKey: (column) => column.primaryKey().generatedAlwaysAsIdentity(),
    async makeAppendOnly(db: Kysely<never>, table: string) {
      await noChange(table).execute(db)
      await sql`create trigger ${sql.id(`${table}_guard_rows`)} before update or delete on ${sql.id(table)}
        for each row execute function ${sql.id(`${table}_guard`)}()`.execute(db)
      await sql`create trigger ${sql.id(`${table}_guard_all`)} before truncate on ${sql.id(table)}
        for each statement execute function ${sql.id(`${table}_guard`)}()`.execute(db)
    },
    permitPruning: async (db: Kysely<never>, table: string) => void (await onlyPruning(table).execute(db)),
    async prepareFeed(db: Kysely<never>) {
      // An opening rewrites its row: with room on its page no index has to be touched.
      await sql`alter table shares set (fillfactor = 80)`.execute(db)
      await sql`create sequence share_changes`.execute(db)
      await sql`alter table shares add column change_number bigint`.execute(db)
      await sql`create index shares_changed on shares (change_number) where change_number is not null`.execute(
        db,
      )
    },
    announce,
    openFeed: (load) => openPostgresqlFeed({ connection, load, clock, say }),
    unavailableCode,
    release: () => undefined,
  }
}
