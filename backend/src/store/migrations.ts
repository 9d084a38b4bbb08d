import type { Kysely, Migration, MigrationProvider } from 'kysely'
import type { DatabaseKind } from './database.ts'

/** Shares, their studies, their openings, and the history that outlives them. */
const firstTables = (kind: DatabaseKind): Migration => ({
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('shares')
      .addColumn('share_id', 'varchar(14)', (c) => c.primaryKey())
      .addColumn('code_kid', 'varchar(16)', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
      .addColumn('owner_iss', 'text', (c) => c.notNull())
      .addColumn('owner_sub', 'text', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at_ms', 'bigint')
      .addColumn('viewer', 'text')
      .addColumn('allow_download', 'smallint', (c) => c.notNull())
      .addColumn('max_opens', 'integer')
      .addColumn('openings', 'integer', (c) => c.notNull())
      .addColumn('last_opened_at_ms', 'bigint')
      .execute()
    await db.schema
      .createTable('share_studies')
      .addColumn('share_id', 'varchar(14)', (c) => c.notNull().references('shares.share_id'))
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('study_instance_uid', 'varchar(64)', (c) => c.notNull())
      .addColumn('orthanc_id', 'varchar(44)', (c) => c.notNull())
      .addPrimaryKeyConstraint('share_studies_pk', ['share_id', 'position'])
      .execute()
    await db.schema
      .createTable('openings')
      .addColumn('share_id', 'varchar(14)', (c) => c.notNull().references('shares.share_id'))
      .addColumn('open_id_hash', 'varchar(43)', (c) => c.notNull())
      .addColumn('opened_at_ms', 'bigint', (c) => c.notNull())
      .addColumn('session_ends_at_ms', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('openings_pk', ['share_id', 'open_id_hash'])
      .execute()
    await db.schema
      .createTable('events')
      .addColumn('event_id', 'integer', kind.countedKey)
      .addColumn('share_id', 'varchar(14)', (c) => c.notNull())
      .addColumn('at_ms', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('actor_iss', 'text')
      .addColumn('actor_sub', 'text')
      .addColumn('actor_name', 'text')
      .addColumn('address', 'text')
      .addColumn('browser', 'text')
      .execute()
    await db.schema.createIndex('events_by_share').on('events').columns(['share_id', 'event_id']).execute()
    await kind.makeAppendOnly(db, 'events')
  },
})

/** Every change of the schema, in order. A released one is never edited: add the next. */
export const migrationsFor = (kind: DatabaseKind): MigrationProvider => ({
  getMigrations: async () => ({ '0001_first_tables': firstTables(kind) }),
})
