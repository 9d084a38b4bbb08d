import { readFile, rm, writeFile } from 'node:fs/promises'
import { isAlive } from './is-alive.ts'
import { SetupError } from './setup-error.ts'

/**
 * A data folder belongs to one process at a time: SQLite's and Orthanc's files suffer two.
 *
 * @returns gives the folder back
 * @throws {SetupError} while another process holds it
 */
export async function lockDataFolder(file: string): Promise<() => Promise<void>> {
  const holder = Number(await readFile(file, 'utf8').catch(() => ''))
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new SetupError(`StudyLink is already running here (process ${holder}); stop it first`)
  }
  await rm(file, { force: true })
  await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 })
  return () => rm(file, { force: true })
}
