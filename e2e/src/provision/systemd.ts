import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findCommand } from '../process/find-command.ts'
import type { Task } from '../process/progress.ts'
import { ORTHANC_SUITE } from './apt-sources.ts'
import { cachedFolder } from './cached-folder.ts'
import { loaderOfTree, unpackDebianTree } from './debian-tree.ts'

/** `systemd-analyze`, which checks units without a running systemd. */
export interface SystemdAnalyze {
  readonly command: string
  /** Arguments that come before its own. */
  readonly args: readonly string[]
}

const PROGRAM = 'usr/bin/systemd-analyze'

/** The machine's own, if it has one. Fetches nothing. */
export function findSystemdAnalyze(): SystemdAnalyze | undefined {
  const installed = findCommand('systemd-analyze')
  return installed === undefined ? undefined : { command: installed, args: [] }
}

/**
 * The machine's own, else Debian's package unpacked into the cache, once.
 *
 * @throws {SetupError} when it cannot be had
 */
export async function provideSystemdAnalyze(cacheFolder: string, task: Task): Promise<SystemdAnalyze> {
  const installed = findSystemdAnalyze()
  if (installed) return installed
  const tree = await cachedFolder(join(cacheFolder, `systemd-${ORTHANC_SUITE}-${process.arch}`), (folder) =>
    unpackDebianTree(folder, ['systemd'], task),
  )
  const { loader, libraryPath } = await loaderOfTree(tree)
  // Beside the usual libraries it has one of its own.
  const own = (await readdir(join(tree, 'usr/lib')))
    .map((name) => join(tree, 'usr/lib', name, 'systemd'))
    .filter((path) => existsSync(path))
  return {
    command: loader,
    args: ['--library-path', [libraryPath, ...own].join(':'), join(tree, PROGRAM)],
  }
}
