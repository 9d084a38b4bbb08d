import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isAlive } from '../process/is-alive.ts'

/** Half-made folders of processes that were killed. */
async function removeAbandoned(parent: string, prefix: string) {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN
    if (pid > 0 && !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true })
  }
}

/**
 * A folder that is there completely or not at all: made beside its place, then renamed. Two processes may
 * make it at once; the first wins.
 *
 * @param make fills the folder that it is given; what it throws leaves nothing behind
 * @returns `path`
 */
export async function cachedFolder(path: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path
  const parent = dirname(path)
  const prefix = `.${basename(path)}.making-`
  await mkdir(parent, { recursive: true })
  await removeAbandoned(parent, prefix)
  const unfinished = join(parent, `${prefix}${process.pid}`)
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished)
  try {
    await make(unfinished)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(path)) throw error
  }
  return path
}
