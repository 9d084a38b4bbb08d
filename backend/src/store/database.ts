import type { ColumnBuilderCallback, Dialect, Kysely, Transaction } from 'kysely'
import type { ShareFeed, StoredShare } from './share-store.ts'
import type { Tables } from './tables.ts'

/** A feed that holds resources. */
export interface OpenFeed extends ShareFeed {
  close(): Promise<void>
}

/** One database product: everything about it that the rest of the store must not know. */
export interface DatabaseKind {
  readonly dialect: Dialect
  /** A connection without the service's time limits: a migration may take long. Absent: the same one. */
  readonly migrationDialect?: () => Dialect
  /** May the service start before the database can be reached? */
  readonly mayComeLater: boolean
  /** Does `SELECT … FOR UPDATE` exist, and is it needed? */
  readonly rowLocks: boolean
  /** Column options of a primary key that the database counts up itself. */
  readonly countedKey: ColumnBuilderCallback
  /** Makes the database refuse every UPDATE and DELETE on a table. */
  makeAppendOnly(db: Kysely<never>, table: string): Promise<void>
  /** From then on it permits DELETE of rows older (`at_ms`) than `history_retention` says. */
  permitPruning(db: Kysely<never>, table: string): Promise<void>
  /** Columns and counters that the feed of changes needs. */
  prepareFeed(db: Kysely<never>): Promise<void>
  /** The last step of a transaction that changed shares: other processes hear of it when it commits. */
  announce(trx: Transaction<Tables>, shareIds: readonly string[]): Promise<void>
  /** @param load reads shares as the store does */
  openFeed(load: (shareIds: readonly string[]) => Promise<readonly StoredShare[]>): OpenFeed
  /** The driver's code when an error means «cannot answer now», else undefined. */
  unavailableCode(error: unknown): string | undefined
  /** Lets go of what the dialect does not close itself. */
  release(): void
}
