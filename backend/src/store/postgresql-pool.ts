import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { Pool, type PoolClient, type PoolConfig } from 'pg'

/** The driver gives it no code. */
const isSilence = (error: unknown): error is Error =>
  error instanceof Error && error.message === 'Query read timeout'

/**
 * For one holder of a connection. When a query was not answered in time nothing is known of the connection: it may be
 * dead, or in the middle of a transaction that nobody ended. It is closed, and never given to somebody else.
 */
const watch = (client: PoolClient): PostgresPoolClient => {
  let silence: Error | undefined
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    if (silence) throw silence
    try {
      return await client.query(text, [...values])
    } catch (error) {
      if (isSilence(error)) silence = error
      throw error
    }
  }
  return {
    // Nothing here reads by cursors.
    query: query as PostgresPoolClient['query'],
    release: () => client.release(silence),
  }
}

/** Connections for Kysely. */
export const createPool = (config: PoolConfig): PostgresPool => {
  const pool = new Pool(config)
  // An idle connection that breaks is replaced when the next one is asked for.
  pool.on('error', () => undefined)
  return { connect: async () => watch(await pool.connect()), end: () => pool.end() }
}
