import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { SQLITE_FILE } from './sqlite.ts'

/** The copy was not made; the message says why and what to do. */
export class CopyError extends Error {
  readonly code = 'copy-failed'
}

const valueOf = (database: Database.Database, text: string): unknown =>
  Object.values((database.prepare(text).get() ?? {}) as Record<string, unknown>)[0]

const syncToDisk = (path: string) => {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

const checkedCount = (path: string): number => {
  const copy = new Database(path)
  try {
    if (valueOf(copy, 'PRAGMA integrity_check') !== 'ok')
      throw new CopyError(`the copy is not whole: the store may be damaged, look at ${path}`)
    return Number(valueOf(copy, 'SELECT count(*) FROM shares'))
  } finally {
    copy.close()
  }
}

/**
 * Copies the SQLite store of a folder as it is at one instant, also while a service uses it: nobody waits for it. The
 * copy is one file, its owner's alone, checked, and on the disk when this returns; a half-made one has another name.
 *
 * @param file must not be there yet
 * @returns how many shares it has
 * @throws CopyError when there is no store, the file is there already, or the copy is not whole
 */
export const copySqliteStore = (dataDir: string, file: string): number => {
  const source = join(dataDir, SQLITE_FILE)
  if (!existsSync(source)) throw new CopyError(`there is no store in ${dataDir}`)
  if (existsSync(file)) throw new CopyError(`${file} is there already: name another`)
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  // SQLite takes an empty file for none, and keeps its mode.
  closeSync(openSync(partial, 'wx', 0o600))
  const database = new Database(source)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    database.exec(`VACUUM INTO '${partial.replaceAll("'", "''")}'`)
  } finally {
    database.close()
  }
  const shares = checkedCount(partial)
  syncToDisk(partial)
  renameSync(partial, file)
  syncToDisk(dirname(file))
  return shares
}
