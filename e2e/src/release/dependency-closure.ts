import { existsSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** As much of a package's manifest as tells what it is and needs. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string | { readonly type?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface InstalledPackage {
  /** Its real folder in the package manager's store. */
  readonly folder: string
  readonly manifest: Manifest
}

/** Looks for a package as Node does: in `node_modules` beside the folder, then further up. */
async function findPackage(name: string, from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpath(candidate)
    if (folder === dirname(folder)) return undefined
  }
}

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest

/**
 * The named packages and all that they need at run time, as installed. An optional one that this machine's platform
 * has not is left out.
 *
 * @param from folder of the package that names them
 * @throws when one that is needed is not installed
 */
export async function dependencyClosure(
  names: readonly string[],
  from: string,
): Promise<readonly InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>()
  const visit = async (name: string, parent: string, isOptional: boolean): Promise<void> => {
    const folder = await findPackage(name, parent)
    if (folder === undefined) {
      if (isOptional) return
      throw new Error(`${name} is not installed, and ${parent} needs it`)
    }
    if (found.has(folder)) return
    const manifest = await readManifest(folder)
    found.set(folder, { folder, manifest })
    const { dependencies = {}, optionalDependencies = {} } = manifest
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
      await visit(needed, folder, needed in optionalDependencies)
  }
  for (const name of names) await visit(name, from, false)
  return [...found.values()].toSorted((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1))
}

/** What a package of ours takes into its build: its dependencies, all the way down, without our own packages. */
export async function dependenciesOf(packageFolder: string): Promise<readonly InstalledPackage[]> {
  const { dependencies = {} } = await readManifest(packageFolder)
  const foreign = Object.keys(dependencies).filter((name) => !name.startsWith('@studylink/'))
  return dependencyClosure(foreign, packageFolder)
}
