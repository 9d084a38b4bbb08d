import { lstat, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { findCommand } from '../process/find-command.ts'
import type { Task } from '../process/progress.ts'
import { run } from '../process/run.ts'
import { ORTHANC_SUITE } from './apt-sources.ts'
import { cachedFolder } from './cached-folder.ts'
import { loaderOfTree, unpackDebianTree } from './debian-tree.ts'
import { javaMajor } from './java-version.ts'

/** A Java runtime that can be started. */
export interface JavaProgram {
  readonly command: string
  /** Arguments that come before the program's own. */
  readonly args: readonly string[]
}

/** The oldest that Keycloak runs on. */
const OLDEST_MAJOR = 17
/** What Debian has for it. */
const PACKAGE = 'openjdk-21-jre-headless'

async function installedJava(javaHome: string | undefined): Promise<JavaProgram | undefined> {
  const candidates = [javaHome && join(javaHome, 'bin', 'java'), findCommand('java')]
  for (const command of candidates) {
    if (!command || !existsSync(command)) continue
    const major = javaMajor(await run(command, ['--version']).catch(() => ''))
    if (major !== undefined && major >= OLDEST_MAJOR) return { command, args: [] }
  }
  return undefined
}

/** Debian's Java keeps its configuration in /etc, by absolute links: they have to stay inside the tree. */
async function keepLinksInside(tree: string, folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const entry = await lstat(path)
    if (entry.isDirectory()) await keepLinksInside(tree, path)
    if (!entry.isSymbolicLink()) continue
    const target = await readlink(path)
    if (!target.startsWith('/') || !existsSync(join(tree, target))) continue
    await rm(path)
    await symlink(relative(dirname(path), join(tree, target)), path)
  }
}

async function javaOfTree(tree: string): Promise<JavaProgram> {
  const machines = join(tree, 'usr/lib/jvm')
  const home = (await readdir(machines, { withFileTypes: true })).find((entry) => entry.isDirectory())
  if (!home) throw new Error(`no Java in ${machines}`)
  const { loader, libraryPath } = await loaderOfTree(tree)
  return { command: loader, args: ['--library-path', libraryPath, join(machines, home.name, 'bin/java')] }
}

/**
 * A Java runtime, version 17 or later: that of JAVA_HOME or of the PATH, else Debian's packages unpacked into
 * the cache (once).
 *
 * @param javaHome `JAVA_HOME`
 * @throws {SetupError} when it cannot be had
 */
export async function provideJava(
  cacheFolder: string,
  javaHome: string | undefined,
  task: Task,
): Promise<JavaProgram> {
  const installed = await installedJava(javaHome)
  if (installed) return installed
  const tree = await cachedFolder(
    join(cacheFolder, `java-${ORTHANC_SUITE}-${process.arch}`),
    async (folder) => {
      await unpackDebianTree(folder, [PACKAGE], task)
      await keepLinksInside(folder, join(folder, 'usr/lib/jvm'))
    },
  )
  return javaOfTree(tree)
}
