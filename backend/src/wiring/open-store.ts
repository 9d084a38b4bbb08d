import type { Logger } from 'pino'
import type { Config } from '../config/read-config.ts'
import type { Clock } from '../kernel/clock.ts'
import { createShareStore } from '../store/kysely-share-store.ts'
import { createPostgresql } from '../store/postgresql.ts'
import type { ShareStore } from '../store/share-store.ts'
import { createSqlite } from '../store/sqlite.ts'
import { withVariable } from './with-variable.ts'

/**
 * The store that the configuration names. SQLite must be usable now; PostgreSQL may come later.
 * @throws ConfigError when it cannot be used
 */
export const openStore = (
  { DATABASE_URL: databaseUrl, DATA_DIR: dataDir }: Config,
  clock: Clock,
  log: Logger,
): Promise<ShareStore> => {
  const sayNew = (variable: 'DATABASE_URL' | 'DATA_DIR') => () =>
    log.warn(`${variable} has no store: a new one is made, and links of ours made before open nothing`)
  if (databaseUrl !== undefined)
    return withVariable('DATABASE_URL', () =>
      createShareStore(
        createPostgresql(databaseUrl, clock, (message) => log.info({}, message)),
        sayNew('DATABASE_URL'),
      ),
    )
  return withVariable('DATA_DIR', () => createShareStore(createSqlite(dataDir), sayNew('DATA_DIR')))
}
