import { systemClock } from '../kernel/clock.ts'
import { createShareStore } from '../store/kysely-share-store.ts'
import { createPostgresql } from '../store/postgresql.ts'
import type { ShareStore } from '../store/share-store.ts'
import { createSqlite } from '../store/sqlite.ts'

/** The store that a process of a test is told of: `DATABASE_URL`, else `DATA_DIR`. */
export const storeOfEnvironment = (env: Readonly<Record<string, string | undefined>>): Promise<ShareStore> =>
  createShareStore(
    env['DATABASE_URL'] === undefined
      ? createSqlite(env['DATA_DIR'] ?? '')
      : createPostgresql(env['DATABASE_URL'], systemClock),
  )
