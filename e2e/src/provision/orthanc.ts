import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Task } from '../process/progress.ts'
import { findCommand } from '../process/find-command.ts'
import { run } from '../process/run.ts'
import { cachedFolder } from './cached-folder.ts'
import { ORTHANC_SUITE } from './apt-sources.ts'
import { loaderOfTree, unpackDebianTree } from './debian-tree.ts'

/** An Orthanc that can be started, with the place of its DICOMweb plugin. */
export interface OrthancProgram {
  readonly command: string
  /** Arguments that come before the configuration's path. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly dicomWebPlugin: string
}

/** Debian's package leaves the framework's library to those who want plugins. */
const PACKAGES = ['orthanc', 'orthanc-dicomweb', 'liborthancframework1']
const PLUGIN = 'libOrthancDicomWeb.so'
const PLUGIN_FOLDERS = ['/usr/share/orthanc/plugins', '/usr/local/share/orthanc/plugins', '/usr/lib/orthanc']

const isRecentEnough = (version: string) => {
  const match = /Orthanc (\d+)\.(\d+)/.exec(version)
  if (!match) return /Orthanc mainline/.test(version)
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major > 1 || (major === 1 && minor >= 12)
}

async function installedOrthanc(): Promise<OrthancProgram | undefined> {
  const command = findCommand('Orthanc', 'orthanc') ?? ['/usr/sbin/Orthanc'].find((path) => existsSync(path))
  const plugin = PLUGIN_FOLDERS.map((folder) => join(folder, PLUGIN)).find((path) => existsSync(path))
  if (!command || !plugin) return undefined
  const version = await run(command, ['--version']).catch(() => '')
  return isRecentEnough(version) ? { command, args: [], env: {}, dicomWebPlugin: plugin } : undefined
}

async function programOfTree(tree: string): Promise<OrthancProgram> {
  const { loader, libraryPath } = await loaderOfTree(tree)
  return {
    command: loader,
    args: ['--library-path', libraryPath, join(tree, 'usr/sbin/Orthanc')],
    env: { DCMDICTPATH: join(tree, 'usr/share/dcmtk/dicom.dic') },
    dicomWebPlugin: join(tree, 'usr/share/orthanc/plugins', PLUGIN),
  }
}

/**
 * Orthanc 1.12 or later with DICOMweb: the machine's own when it has one, else Debian's packages unpacked
 * into the cache (once; about 230 MB on disk).
 *
 * @throws {SetupError} when it cannot be had
 */
export async function provideOrthanc(cacheFolder: string, task: Task): Promise<OrthancProgram> {
  const installed = await installedOrthanc()
  if (installed) return installed
  const tree = join(cacheFolder, `orthanc-${ORTHANC_SUITE}-${process.arch}`)
  return programOfTree(await cachedFolder(tree, (folder) => unpackDebianTree(folder, PACKAGES, task)))
}
