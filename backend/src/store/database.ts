import type { ColumnBuilderCallback, Dialect, Kysely } from 'kysely'

/** One database product: everything about it that the rest of the store must not know. */
export interface DatabaseKind {
  readonly dialect: Dialect
  /** Does `SELECT … FOR UPDATE` exist, and is it needed? */
  readonly rowLocks: boolean
  /** Column options of a primary key that the database counts up itself. */
  readonly countedKey: ColumnBuilderCallback
  /** Makes the database refuse UPDATE and DELETE on a table. */
  makeAppendOnly(db: Kysely<never>, table: string): Promise<void>
  /** The driver's code when an error means «cannot answer now», else undefined. */
  unavailableCode(error: unknown): string | undefined
  /** Lets go of what the dialect does not close itself. */
  release(): void
}
