import type { TestProject } from 'vitest/node'
import { cacheFolder, inProject } from '../project.ts'
import { findPostgresql } from '../provision/postgresql.ts'

/**
 * Tells unit tests how a PostgreSQL is started: a command, so that they import nothing of ours. Null when neither the
 * machine nor the cache has one (`npm test` fetches it): then they say so and are skipped.
 */
export default async function setup(project: TestProject) {
  const bin = await findPostgresql(cacheFolder)
  if (bin === undefined)
    console.warn('There is no PostgreSQL: what needs one is skipped. `npm test` fetches it.')
  project.provide(
    'postgresqlCommand',
    bin === undefined
      ? null
      : [process.execPath, '--import', 'tsx', inProject('e2e', 'src', 'cli', 'postgresql.ts')],
  )
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Takes a folder and perhaps a port; prints a URL; ends when its standard input does. */
    postgresqlCommand: string[] | null
  }
}
