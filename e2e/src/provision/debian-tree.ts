import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Task } from '../process/progress.ts'
import { findCommand } from '../process/find-command.ts'
import { CommandError, run } from '../process/run.ts'
import { SetupError } from '../process/setup-error.ts'
import { orthancSources, parseDeb822, parseSourcesList } from './apt-sources.ts'

const APT_FOLDER = '/etc/apt'

async function readIfThere(path: string): Promise<string> {
  return existsSync(path) ? readFile(path, 'utf8') : ''
}

async function machineSources() {
  const parts = join(APT_FOLDER, 'sources.list.d')
  const names = existsSync(parts) ? await readdir(parts) : []
  const texts = await Promise.all(
    names.toSorted().map(async (name) => ({ name, text: await readFile(join(parts, name), 'utf8') })),
  )
  return [
    ...parseSourcesList(await readIfThere(join(APT_FOLDER, 'sources.list'))),
    ...texts.flatMap(({ name, text }) => {
      if (name.endsWith('.list')) return parseSourcesList(text)
      return name.endsWith('.sources') ? parseDeb822(text) : []
    }),
  ]
}

async function debianCodename(): Promise<string | undefined> {
  const release = await readIfThere('/etc/os-release')
  if (!/^ID=debian$/m.test(release)) return undefined
  return /^VERSION_CODENAME="?(\w+)"?$/m.exec(release)?.[1]
}

/**
 * apt's settings for a private tree: the machine's way to the network (proxies, certificates) and nothing
 * else of it, so that its hooks and installed packages play no part.
 */
async function writeAptConfiguration(apt: string) {
  const dump = await run('apt-config', ['dump'])
  const network = dump
    .split('\n')
    .filter((line) => /^Acquire::(?:https?|ftp|Check-|Retries|ForceIPv)/i.test(line))
  const folders = ['state/lists/partial', 'cache/archives/partial', 'parts', 'log', 'preferences']
  await Promise.all(folders.map((folder) => mkdir(join(apt, folder), { recursive: true })))
  await writeFile(join(apt, 'status'), '')
  await writeFile(join(apt, 'debian.sources'), orthancSources(await machineSources(), await debianCodename()))
  const configuration = join(apt, 'apt.conf')
  await writeFile(
    configuration,
    [
      ...network,
      `Dir::Etc::main "/dev/null";`,
      `Dir::Etc::parts "${apt}/parts";`,
      `Dir::Etc::sourcelist "${apt}/debian.sources";`,
      `Dir::Etc::sourceparts "${apt}/parts";`,
      `Dir::Etc::preferences "/dev/null";`,
      `Dir::Etc::preferencesparts "${apt}/preferences";`,
      `Dir::State "${apt}/state";`,
      `Dir::State::status "${apt}/status";`,
      `Dir::Cache "${apt}/cache";`,
      `Dir::Log "${apt}/log";`,
      'APT::Sandbox::User "";',
      'APT::Install-Recommends "false";',
      'Acquire::Languages "none";',
      '',
    ].join('\n'),
  )
  return configuration
}

/**
 * Unpacks Debian packages and all that they need into a folder, without root and without installing
 * anything on the machine.
 *
 * @param tree an empty folder
 * @throws {SetupError} when apt or dpkg is missing, or the packages cannot be had
 */
export async function unpackDebianTree(
  tree: string,
  packages: readonly string[],
  { note, signal }: Task,
): Promise<void> {
  if (!findCommand('apt-get') || !findCommand('dpkg')) {
    throw new SetupError(
      `${packages[0]} is not installed, and without apt-get and dpkg it cannot be fetched: install it and try again`,
    )
  }
  const apt = join(tree, '.apt')
  await mkdir(apt)
  const env = { ...process.env, APT_CONFIG: await writeAptConfiguration(apt), LC_ALL: 'C' }
  try {
    note('reading the list of packages')
    await run('apt-get', ['update', '-qq', '-o', 'APT::Update::Error-Mode=any'], { env, signal })
    let fetched = 0
    await run('apt-get', ['install', '-y', '--download-only', ...packages], {
      env,
      signal,
      onLine: (line) => {
        if (line.startsWith('Get:')) note(`${++fetched} packages fetched`)
      },
    })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const reason = error.output.split('\n').find((line) => /^[EW]:/.test(line)) ?? error.message
    throw new SetupError(
      `Debian's packages of ${packages[0]} cannot be fetched (${reason}); install ${packages.join(', ')} yourself, or try again`,
    )
  }
  note('unpacking')
  const archives = join(apt, 'cache/archives')
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await run('dpkg', ['-x', join(archives, name), tree], { signal })
  }
  await rm(apt, { recursive: true })
}

/**
 * The dynamic loader of an unpacked tree. Programs of the tree are started by it, with the tree's own
 * libraries: the machine's may be older.
 */
export async function loaderOfTree(tree: string): Promise<{ loader: string; libraryPath: string }> {
  const libraries = join(tree, 'usr/lib')
  const places = (await readdir(libraries, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  for (const { name } of places) {
    const folder = join(libraries, name)
    const loader = (await readdir(folder)).find((file) => /^ld-linux.*\.so\.\d+$/.test(file))
    if (loader) return { loader: join(folder, loader), libraryPath: `${folder}:${libraries}` }
  }
  throw new Error(`no dynamic loader in ${libraries}`)
}
