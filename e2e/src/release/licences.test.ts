import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inProject } from '../project.ts'
import type { Manifest } from './dependency-closure.ts'
import { isFree, licenceOf } from './licences.ts'

it.each([
  ['MIT', true],
  ['(GPL-3.0-only OR MIT)', true],
  ['(MIT AND Zlib)', true],
  ['MIT AND GPL-3.0-only', false],
  ['AGPL-3.0-or-later', false],
  ['UNLICENSED', false],
  ['', false],
])('takes %j for free: %s', (expression, free) => {
  expect(isFree(expression)).toBe(free)
})

/** Every package that is installed, whatever for. */
const installedManifests = async (): Promise<readonly Manifest[]> => {
  const store = inProject('node_modules', '.pnpm')
  const manifests: Manifest[] = []
  for (const entry of await readdir(store)) {
    // The folder says the name: `@scope+name@version`, perhaps with its peers behind `_`.
    const [, scope, name] = /^(?:(@[^+]+)\+)?([^@]+)@/.exec(entry) ?? []
    const path = join(store, entry, 'node_modules', scope ?? '', name ?? '', 'package.json')
    if (name !== undefined && existsSync(path))
      manifests.push(JSON.parse(await readFile(path, 'utf8')) as Manifest)
  }
  return manifests
}

it('all that is installed is free, tools too', async () => {
  const manifests = await installedManifests()
  expect(manifests.length).toBeGreaterThan(300)
  expect(
    manifests
      .filter((manifest) => !isFree(licenceOf(manifest)))
      .map(({ name, version, license }) => `${name} ${version}: ${JSON.stringify(license)}`),
  ).toEqual([])
})
