import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Task } from '../process/progress.ts'
import { findCommand } from '../process/find-command.ts'
import { run } from '../process/run.ts'
import { cachedFolder } from './cached-folder.ts'
import { ORTHANC_SUITE } from './apt-sources.ts'
import { loaderOfTree, unpackDebianTree } from './debian-tree.ts'

/** An Orthanc that can be started, with the places of its plugins. */
export interface OrthancProgram {
  readonly command: string
  /** Arguments that come before the configuration's path. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly dicomWebPlugin: string
  /** For an index in PostgreSQL; absent where the machine's own Orthanc has none. */
  readonly postgresqlPlugin?: string
}

/** Debian's package leaves the framework's library to those who want plugins. */
const PACKAGES = ['orthanc', 'orthanc-dicomweb', 'orthanc-postgresql', 'liborthancframework1']
const DICOM_WEB = 'libOrthancDicomWeb.so'
const POSTGRESQL = 'libOrthancPostgreSQLIndex.so'
const PLUGIN_FOLDERS = ['/usr/share/orthanc/plugins', '/usr/local/share/orthanc/plugins', '/usr/lib/orthanc']

const isRecentEnough = (version: string) => {
  const match = /Orthanc (\d+)\.(\d+)/.exec(version)
  if (!match) return /Orthanc mainline/.test(version)
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major > 1 || (major === 1 && minor >= 12)
}

const installedPlugin = (name: string) =>
  PLUGIN_FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path))

async function installedOrthanc(): Promise<OrthancProgram | undefined> {
  const command = findCommand('Orthanc', 'orthanc') ?? ['/usr/sbin/Orthanc'].find((path) => existsSync(path))
  const dicomWebPlugin = installedPlugin(DICOM_WEB)
  const postgresqlPlugin = installedPlugin(POSTGRESQL)
  if (!command || !dicomWebPlugin) return undefined
  const version = await run(command, ['--version']).catch(() => '')
  if (!isRecentEnough(version)) return undefined
  return { command, args: [], env: {}, dicomWebPlugin, ...(postgresqlPlugin ? { postgresqlPlugin } : {}) }
}

async function programOfTree(tree: string): Promise<OrthancProgram> {
  const { loader, libraryPath } = await loaderOfTree(tree)
  const plugin = (name: string) => join(tree, 'usr/share/orthanc/plugins', name)
  return {
    command: loader,
    args: ['--library-path', libraryPath, join(tree, 'usr/sbin/Orthanc')],
    env: { DCMDICTPATH: join(tree, 'usr/share/dcmtk/dicom.dic') },
    dicomWebPlugin: plugin(DICOM_WEB),
    postgresqlPlugin: plugin(POSTGRESQL),
  }
}

/**
 * Orthanc 1.12 or later with DICOMweb: the machine's own when it has one, else Debian's packages unpacked
 * into the cache (once; about 230 MB on disk).
 *
 * @param options.withPostgresql the machine's own will do only with its plugin for an index in PostgreSQL
 * @throws {SetupError} when it cannot be had
 */
export async function provideOrthanc(
  cacheFolder: string,
  task: Task,
  { withPostgresql = false } = {},
): Promise<OrthancProgram> {
  const installed = await installedOrthanc()
  if (installed && (installed.postgresqlPlugin || !withPostgresql)) return installed
  const revision = createHash('sha256').update(PACKAGES.join(' ')).digest('hex').slice(0, 8)
  const tree = join(cacheFolder, `orthanc-${ORTHANC_SUITE}-${process.arch}-${revision}`)
  return programOfTree(await cachedFolder(tree, (folder) => unpackDebianTree(folder, PACKAGES, task)))
}
