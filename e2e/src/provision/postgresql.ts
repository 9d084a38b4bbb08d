import { existsSync } from 'node:fs'
import { chmod, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findCommand } from '../process/find-command.ts'
import type { Task } from '../process/progress.ts'
import { cachedFolder } from './cached-folder.ts'
import { loaderOfTree, unpackDebianTree } from './debian-tree.ts'

/** What Debian's suite has; the service asks for 14 or later. */
const DEBIAN_VERSION = '17'
const OLDEST_VERSION = 14
const INSTALLED = '/usr/lib/postgresql'

const treeOf = (cacheFolder: string) => join(cacheFolder, `postgresql-${DEBIAN_VERSION}-${process.arch}`)
const binOfTree = (tree: string) => join(tree, INSTALLED, DEBIAN_VERSION, 'bin')

async function installedPostgresql(): Promise<string | undefined> {
  const versions = existsSync(INSTALLED) ? await readdir(INSTALLED) : []
  const folders = versions
    .filter((version) => Number(version) >= OLDEST_VERSION)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, 'bin'))
  const inPath = findCommand('initdb')
  return [...folders, ...(inPath ? [dirname(inPath)] : [])].find((folder) =>
    existsSync(join(folder, 'postgres')),
  )
}

/** The programs start each other by name: each becomes a script that starts it with the tree's own libraries. */
async function wrapPrograms(tree: string) {
  const bin = binOfTree(tree)
  const { loader, libraryPath } = await loaderOfTree(tree)
  const inTree = (path: string) => path.replaceAll(tree, '$tree')
  for (const name of await readdir(bin)) {
    const program = join(bin, name)
    await rename(program, `${program}.bin`)
    await writeFile(
      program,
      [
        '#!/bin/sh',
        'bin=$(dirname "$(readlink -f "$0")")',
        'tree=${bin%/usr/lib/postgresql/*}',
        `exec "${inTree(loader)}" --library-path "${inTree(libraryPath)}" --argv0 "$bin/${name}" "$bin/${name}.bin" "$@"`,
        '',
      ].join('\n'),
    )
    await chmod(program, 0o755)
  }
}

/** The folder of PostgreSQL's programs, if the machine or the cache has it. Fetches nothing. */
export async function findPostgresql(cacheFolder: string): Promise<string | undefined> {
  const bin = binOfTree(treeOf(cacheFolder))
  return (await installedPostgresql()) ?? (existsSync(bin) ? bin : undefined)
}

/**
 * The folder of PostgreSQL's programs (`postgres`, `initdb`, `pg_dump` …): the machine's own when it has one, else
 * Debian's packages unpacked into the cache, once.
 *
 * @throws {SetupError} when it cannot be had
 */
export async function providePostgresql(cacheFolder: string, task: Task): Promise<string> {
  const found = await findPostgresql(cacheFolder)
  if (found) return found
  const tree = await cachedFolder(treeOf(cacheFolder), async (folder) => {
    await unpackDebianTree(folder, [`postgresql-${DEBIAN_VERSION}`], task)
    await wrapPrograms(folder)
  })
  return binOfTree(tree)
}
