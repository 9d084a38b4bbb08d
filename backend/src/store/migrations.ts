import { sql, type ColumnBuilderCallback, type Kysely, type Migration, type MigrationProvider } from 'kysely'
import type { DatabaseKind } from './database.ts'
import { searchTextOf } from './search-text.ts'

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

/** What an owner rules: PIN, words, notices; what lists and searches need; how long the history is kept. */
const ownersRules = (kind: DatabaseKind): Migration => ({
  async up(db: Kysely<never>) {
    const add = (
      column: string,
      type: 'text' | 'integer' | 'bigint' | `varchar(${number})`,
      build: ColumnBuilderCallback = (c) => c,
    ) => db.schema.alterTable('shares').addColumn(column, type, build).execute()
    await add('owner_email', 'text')
    await add('recipient', 'text')
    await add('note', 'text')
    await add('notify', 'varchar(8)', (c) => c.notNull().defaultTo('never'))
    await add('search_text', 'text', (c) => c.notNull().defaultTo(''))
    await add('pin_kind', 'varchar(16)')
    await add('pin_hash', 'text')
    await add('pin_wrong_tries', 'integer', (c) => c.notNull().defaultTo(0))
    await add('pin_tries_allowed', 'integer', (c) => c.notNull().defaultTo(10))
    await add('pin_locked_at_ms', 'bigint')
    await db.schema.alterTable('events').addColumn('changes', 'text').execute()

    const names = await sql<{ created_by: string }>`select distinct created_by from shares`.execute(db)
    for (const { created_by: name } of names.rows)
      await sql`update shares set search_text = ${searchTextOf([name])} where created_by = ${name}`.execute(
        db,
      )

    const index = (name: string) => db.schema.createIndex(name)
    await index('shares_by_creation').on('shares').columns(['created_at_ms', 'share_id']).execute()
    await index('shares_by_owner')
      .on('shares')
      .columns(['owner_sub', 'owner_iss', 'created_at_ms', 'share_id'])
      .execute()
    await index('shares_by_end').on('shares').column('expires_at_ms').execute()
    await sql`create index shares_revoked on shares (revoked_at_ms) where revoked_at_ms is not null`.execute(
      db,
    )
    await sql`create index shares_living_of_owner on shares (owner_iss, owner_sub, expires_at_ms)
      where revoked_at_ms is null`.execute(db)
    await index('share_studies_by_study')
      .on('share_studies')
      .columns(['study_instance_uid', 'share_id'])
      .execute()

    await db.schema
      .createTable('history_retention')
      .addColumn('keep_from_ms', 'bigint', (c) => c.notNull())
      .execute()
    await sql`insert into history_retention (keep_from_ms) values (0)`.execute(db)
    await kind.permitPruning(db, 'events')
    await kind.prepareFeed(db)
  },
})

/** In which language an owner is told of openings. */
const ownersLanguage: Migration = {
  up: (db: Kysely<never>) =>
    db.schema.alterTable('shares').addColumn('owner_language', 'varchar(35)').execute(),
}

/** The one that makes a store where there is none. */
export const FIRST_MIGRATION = '0001_first_tables'

/** Every change of the schema, in order. A released one is never edited: add the next. */
export const migrationsFor = (kind: DatabaseKind): MigrationProvider => ({
  getMigrations: async () => ({
    [FIRST_MIGRATION]: firstTables(kind),
    '0002_owners_rules': ownersRules(kind),
    '0003_owners_language': ownersLanguage,
  }),
})
