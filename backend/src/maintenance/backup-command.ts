import { parseArgs } from 'node:util'
import { givenVariables } from '../config/read-config.ts'
import { copySqliteStore } from '../store/copy-sqlite.ts'
import { tellingErrors, UsageError } from './usage-error.ts'

const HELP = `node main.js backup FILE
  Copies the SQLite store of DATA_DIR into FILE, which must not be there yet; the service may run meanwhile.
  With a DATABASE_URL: pg_dump makes the copies.
`

/**
 * `backup FILE`: needs DATA_DIR of the service's environment, and no secret.
 * @param write takes what it says
 * @returns the exit status
 */
export const runBackup = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
): Promise<number> =>
  tellingErrors(write, () => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    const [file] = positionals
    if (values.help) {
      write(HELP)
      return 0
    }
    if (file === undefined || positionals.length > 1) throw new UsageError(`One file is wanted.\n${HELP}`)
    const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = givenVariables(env, '/run/secrets')
    if (databaseUrl !== undefined)
      throw new UsageError('The store is the PostgreSQL of DATABASE_URL: copy it by pg_dump')
    if (dataDir === undefined) throw new UsageError('DATA_DIR is missing: the folder of the store')
    const shares = copySqliteStore(dataDir, file)
    write(`${file}: ${shares} shares\n`)
    return 0
  })
