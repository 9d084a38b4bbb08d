import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstalledPackage, Manifest } from './dependency-closure.ts'

/**
 * Licences that let everybody use, change and pass on, in our packages too. What is not named here is looked at by a
 * person first.
 */
const FREE_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Zlib',
])

/** Its licence as an SPDX expression; empty when it says none. */
export const licenceOf = ({ license }: Manifest): string =>
  (typeof license === 'string' ? license : license?.type) ?? ''

/** Is what an SPDX expression offers (`A OR B`) free, with all that belongs to it (`A AND B`)? */
export const isFree = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((offer) => offer.split(' AND ').every((licence) => FREE_LICENCES.has(licence.trim())))

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

async function licenceTexts(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => LICENCE_FILE.test(name)).toSorted()
  return Promise.all(names.map(async (name) => (await readFile(join(folder, name), 'utf8')).trim()))
}

/** What has to go with the files that hold these packages: names, versions, licences and their texts. */
export async function noticesOf(packages: readonly InstalledPackage[]): Promise<string> {
  const byName = new Map(
    packages.map((one) => [`${one.manifest.name} ${one.manifest.version}`, one] as const),
  )
  const notices = [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(async ([name, { folder, manifest }]) => {
      const texts = await licenceTexts(folder)
      return [`${name} (${licenceOf(manifest)})`, ...texts].join('\n\n')
    })
  const separator = `\n\n${'-'.repeat(80)}\n\n`
  return `${['These files hold parts of other projects.', ...(await Promise.all(notices))].join(separator)}\n`
}
