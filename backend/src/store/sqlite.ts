import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import Database from 'libsql'
import type { DatabaseKind } from './database.ts'
import { StoreUnavailableError } from './store-unavailable.ts'

/** Waiting blocks the process, so it is short; only a backup's reader can be in the way. */
const BUSY_TIMEOUT_MS = 500

/** Codes that a repaired disk, a freed file or a retry mends; others are faults of ours. */
const UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|CORRUPT|NOTADB|PROTOCOL|NOMEM)/

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const unavailableCode = (error: unknown) => {
  const code = codeOf(error)
  return code !== undefined && UNAVAILABLE.test(code) ? code : undefined
}

const TRANSACTION_WORDS: Readonly<Record<string, string>> = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
}

/**
 * libsql does not reset a prepared statement that met SQLITE_BUSY, and no later transaction can commit until it
 * is collected. So transactions take the write lock at once, and by `exec`, which leaves no statement behind.
 */
const forKysely = (database: Database.Database): SqliteDatabase => ({
  close: () => void database.close(),
  prepare(text) {
    const word = TRANSACTION_WORDS[text]
    if (word === undefined) return database.prepare(text) as unknown as ReturnType<SqliteDatabase['prepare']>
    const run = () => {
      // A full or failing disk has ended the transaction already: its error is the one to tell.
      if (word !== 'ROLLBACK' || database.inTransaction) database.exec(word)
      return { changes: 0, lastInsertRowid: 0 }
    }
    return { reader: false, run, all: () => [], iterate: () => [][Symbol.iterator]() }
  },
})

/** For the owner's eyes only. SQLite gives its side files the mode of the database. */
const openPrivate = (path: string): Database.Database => {
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
  return new Database(path)
}

/**
 * Decisions are made from this process' memory, so no second process may change the file: a lock beside it says
 * so. The operating system drops it however the process ends; the store itself stays readable for backups.
 */
const lockFolder = (dataDir: string): Database.Database => {
  const lock = openPrivate(join(dataDir, 'studylink.lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    const code = unavailableCode(error)
    if (code === undefined) throw error
    const why = new Error('another process uses this DATA_DIR', { cause: error })
    throw new StoreUnavailableError(code, why)
  }
}

/** The store's file in its folder. */
export const SQLITE_FILE = 'studylink.db'

/**
 * SQLite through `libsql` (better-sqlite3's interface, prebuilt): `studylink.db` in `dataDir`, which is made when
 * missing. WAL with `synchronous=FULL`: what was acknowledged survives a power loss.
 * @throws StoreUnavailableError when another process holds the folder
 */
export const createSqlite = (dataDir: string): DatabaseKind => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = lockFolder(dataDir)
  const database = openPrivate(join(dataDir, SQLITE_FILE))
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    `busy_timeout = ${BUSY_TIMEOUT_MS}`,
  ])
    database.exec(`PRAGMA ${pragma}`)

  return {
    dialect: new SqliteDialect({ database: forKysely(database) }),
    mayComeLater: false,
    rowLocks: false,
    countedKey: (column) => column.primaryKey().autoIncrement(),
    async makeAppendOnly(db: Kysely<never>, table: string) {
      for (const change of ['UPDATE', 'DELETE'])
        await sql`
          CREATE TRIGGER ${sql.id(`${table}_no_${change.toLowerCase()}`)} BEFORE ${sql.raw(change)} ON ${sql.id(table)}
          BEGIN SELECT RAISE(ABORT, ${sql.lit(`${table} is append-only`)}); END`.execute(db)
    },
    async permitPruning(db: Kysely<never>, table: string) {
      const trigger = sql.id(`${table}_no_delete`)
      await sql`DROP TRIGGER ${trigger}`.execute(db)
      await sql`
        CREATE TRIGGER ${trigger} BEFORE DELETE ON ${sql.id(table)}
        WHEN OLD.at_ms >= (SELECT keep_from_ms FROM history_retention)
        BEGIN SELECT RAISE(ABORT, ${sql.lit(`${table} is append-only`)}); END`.execute(db)
    },
    // One process owns the file: nobody else changes anything.
    async prepareFeed() {},
    async announce() {},
    openFeed: () => ({
      freshUntil: () => Number.POSITIVE_INFINITY,
      onChange: () => undefined,
      onGap: () => undefined,
      onRestored: () => undefined,
      close: async () => undefined,
    }),
    unavailableCode,
    release() {
      if (!lock.open) return
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}
