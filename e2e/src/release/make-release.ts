import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Task } from '../process/progress.ts'
import { cachedFolder } from '../provision/cached-folder.ts'
import { copyOhif, provideOhif } from '../provision/ohif.ts'
import { packFolder, sha256Of } from './archive.ts'
import { dependenciesOf, dependencyClosure } from './dependency-closure.ts'
import { noticesOf } from './licences.ts'

export interface ReleaseOptions {
  /** Folder of the whole project, with its packages built. */
  readonly project: string
  readonly cacheFolder: string
  /** Made anew. */
  readonly releaseFolder: string
}

/** Packages that are built into files for browsers. */
const WEB_PACKAGES = ['share-dialog', 'ohif-extension', 'oe2-addon']
/** What the backend's one file does not hold: they load native code, or each other at run time. */
const NATIVE_PACKAGES = ['libsql', 'pg']

/** A release as it is being made: `staging` is for folders that become archives. */
interface Making extends ReleaseOptions {
  readonly staging: string
  readonly version: string
  readonly signal: AbortSignal
}

/** Makes a folder of this name, which becomes the archive's, and packs it. */
async function archive(
  { staging, releaseFolder, signal }: Making,
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = join(staging, name)
  await mkdir(folder)
  await fill(folder)
  await packFolder(folder, join(releaseFolder, `${name}.tar.gz`), signal)
  await rm(folder, { recursive: true })
}

const copyWebPackages = async (project: string, folder: string) => {
  for (const name of WEB_PACKAGES)
    await cp(join(project, name, 'dist'), join(folder, name), { recursive: true })
}

const writeNotices = async (project: string, folder: string, packages: readonly string[]) => {
  const all = await Promise.all(packages.map((name) => dependenciesOf(join(project, name))))
  await cp(join(project, 'LICENSE'), join(folder, 'LICENSE'))
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES'), await noticesOf(all.flat()))
}

/** The service with all that it needs but Node: unpacked and started, or made into an image. */
async function fillBackend({ project, version }: Making, folder: string): Promise<void> {
  await cp(join(project, 'backend', 'dist'), join(folder, 'dist'), { recursive: true })
  const { engines } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    readonly engines: unknown
  }
  const manifest = { name: 'studylink-backend', version, license: 'MIT', type: 'module', engines }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const modules = await dependencyClosure(NATIVE_PACKAGES, join(project, 'backend'))
  for (const one of modules) {
    const target = join(folder, 'node_modules', one.manifest.name)
    await cp(one.folder, target, {
      recursive: true,
      errorOnExist: true,
      force: false,
      filter: (path) => path === one.folder || !path.slice(one.folder.length).includes('node_modules'),
    })
  }
  await copyWebPackages(project, join(folder, 'web'))
  await cp(join(project, 'deploy', 'release', 'backend.Dockerfile'), join(folder, 'Dockerfile'))
  await writeNotices(project, folder, ['backend', ...WEB_PACKAGES])
}

/** What the operator's pages lead to, beside their own folders. */
const PAGES = [
  'LICENSE',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'backend/VARIABLES.md',
  'browser-extension/README.md',
  'browser-extension/store/keycloak.md',
  'browser-extension/store/permissions.md',
  'browser-extension/store/privacy.md',
  'oe2-addon/README.md',
  'oe2-addon/configuration/oe2-custom-buttons.json',
  'docs/images/oe2-dark.png',
  'docs/images/oe2-light.png',
]

/** Configuration of the parts around the service, and the pages that tell how to use it. */
async function fillDeployment({ project }: Making, folder: string): Promise<void> {
  const secret = /(?:^|\/)(?:\.env|tls|acme)$/
  await cp(join(project, 'deploy'), join(folder, 'deploy'), {
    recursive: true,
    filter: (path) => !secret.test(path.slice(project.length)),
  })
  await cp(join(project, 'docs'), join(folder, 'docs'), {
    recursive: true,
    filter: (path) => !path.slice(project.length).includes('/images'),
  })
  for (const page of PAGES) await cp(join(project, page), join(folder, page))
}

/** The stock viewer below /ohif/: large, and the same for each of its versions, so kept from one release to the next. */
async function addViewer({ project, cacheFolder, releaseFolder, signal }: Making): Promise<void> {
  const ohif = await provideOhif(cacheFolder)
  const name = `studylink-${basename(ohif.prepared)}`
  const dockerfile = join(project, 'deploy', 'release', 'web.Dockerfile')
  const key = `${name}-${(await sha256Of(dockerfile)).slice(0, 8)}`
  const kept = await cachedFolder(join(cacheFolder, 'release', key), async (making) => {
    const folder = join(making, name)
    await copyOhif(ohif, join(folder, 'ohif'))
    await cp(dockerfile, join(folder, 'Dockerfile'))
    await cp(join(dirname(ohif.dist), 'LICENSE'), join(folder, 'LICENSE'))
    // Most of it is compressed beforehand, for browsers.
    await packFolder(folder, join(making, `${name}.tar.gz`), signal, 4)
    await rm(folder, { recursive: true })
  })
  await cp(join(kept, `${name}.tar.gz`), join(releaseFolder, `${name}.tar.gz`))
}

/** What the stores of Chrome and Firefox take. */
async function addExtensions({ project, releaseFolder }: Making): Promise<void> {
  const store = join(project, 'browser-extension', 'dist', 'store')
  const files = (await readdir(store, { withFileTypes: true })).filter((entry) => entry.isFile())
  for (const { name } of files) await cp(join(store, name), join(releaseFolder, name))
}

/** As `sha256sum --check` reads it. */
async function writeSums(folder: string): Promise<void> {
  const names = (await readdir(folder)).toSorted()
  const lines = await Promise.all(
    names.map(async (name) => `${await sha256Of(join(folder, name))}  ${name}\n`),
  )
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''))
}

/**
 * Makes the files of a release from what is built, with their checksums: from the same sources and Node, the same bytes.
 * Nothing of an older release stays.
 */
export async function makeRelease(options: ReleaseOptions, { note, signal }: Task): Promise<void> {
  const { project, releaseFolder } = options
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    readonly version: string
  }
  await rm(releaseFolder, { recursive: true, force: true })
  await mkdir(releaseFolder, { recursive: true })
  const staging = await mkdtemp(join(tmpdir(), 'studylink-release-'))
  const making: Making = { ...options, staging, version, signal }
  try {
    note('service')
    const platform = `${process.platform}-${process.arch}`
    await archive(making, `studylink-backend-${version}-${platform}`, (folder) => fillBackend(making, folder))
    note('pages and scripts')
    await archive(making, `studylink-web-${version}`, async (folder) => {
      await copyWebPackages(project, folder)
      await writeNotices(project, folder, WEB_PACKAGES)
    })
    await archive(making, `studylink-deploy-${version}`, (folder) => fillDeployment(making, folder))
    await addExtensions(making)
    note('viewer')
    await addViewer(making)
    await writeSums(releaseFolder)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}
