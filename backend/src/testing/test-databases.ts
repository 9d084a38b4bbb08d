import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { hasPostgresql, startPostgresql } from './test-postgresql.ts'
import type { DatabaseKind } from '../store/database.ts'
import { createSqlite } from '../store/sqlite.ts'

/** An empty database of a test. */
export interface TestDatabase {
  /** The store's way to it; made anew for each store. */
  kind(): DatabaseKind
  /** Variables by which a process finds it. */
  readonly env: Readonly<Record<string, string>>
  /** Past the store, as somebody with a client of the database would. */
  query(text: string): Promise<readonly Record<string, unknown>[]>
  remove(): Promise<void>
}

export const createSqliteDatabase = async (): Promise<TestDatabase & { readonly dataDir: string }> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'studylink-store-'))
  return {
    dataDir,
    env: { DATA_DIR: dataDir },
    kind: () => createSqlite(dataDir),
    async query(text) {
      const database = new Database(join(dataDir, 'studylink.db'))
      try {
        return database.prepare(text).all() as Record<string, unknown>[]
      } finally {
        database.close()
      }
    },
    remove: async () => rmSync(dataDir, { recursive: true }),
  }
}

export interface Databases {
  readonly name: string
  /** Begins a file of tests. */
  start(): Promise<{ createDatabase(): Promise<TestDatabase>; stop(): Promise<void> }>
}

/** The databases that the store's suite runs on. */
export const testDatabases: readonly Databases[] = [
  {
    name: 'SQLite',
    start: async () => ({ createDatabase: createSqliteDatabase, stop: async () => undefined }),
  },
  ...(hasPostgresql ? [{ name: 'PostgreSQL', start: startPostgresql }] : []),
]
