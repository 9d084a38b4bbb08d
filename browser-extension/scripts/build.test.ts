// @vitest-environment node
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const project = resolve(packageFolder, '..')
const zips = ['chrome', 'firefox', 'source'].map((name) => `studylink-${name}-${packageJson.version}.zip`)

let folder: string
const built = (...path: string[]) => join(folder, 'built', ...path)
const run = (command: string, args: readonly string[], cwd = packageFolder) =>
  spawnSync(command, args, { cwd, encoding: 'utf8' })
const expectRun = (...what: Parameters<typeof run>) => {
  const { status, stdout, stderr } = run(...what)
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
}
const sizes = async () =>
  Promise.all(zips.map(async (name) => [name, (await readFile(built('store', name))).length] as const))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-build-'))
  expectRun(join(project, 'node_modules', '.bin', 'tsx'), ['scripts/build.ts', built()])
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the source archive is enough to build the same bytes again, the archive’s own among them', async () => {
  const copy = join(folder, 'copy')
  const source = unzipSync(new Uint8Array(await readFile(built('store', zips[2] ?? ''))))
  for (const [name, bytes] of Object.entries(source)) {
    await mkdir(dirname(join(copy, name)), { recursive: true })
    await writeFile(join(copy, name), bytes)
  }
  const commands = [
    ...Buffer.from(source['README.md'] ?? [])
      .toString()
      .matchAll(/^npx (.+)$/gm),
  ]
  expect(commands).toHaveLength(2)
  for (const [, command = ''] of commands) expectRun('npx', ['--yes', ...command.split(' ')], copy)
  for (const name of zips) {
    const again = await readFile(join(copy, 'browser-extension', 'dist', 'store', name))
    expect([name, again.equals(await readFile(built('store', name)))]).toEqual([name, true])
  }
}, 240_000)

test('what is uploaded has at most 120 kB', async () => {
  const all = await sizes()
  for (const [name, bytes] of all) process.stdout.write(`${name}: ${(bytes / 1000).toFixed(1)} kB\n`)
  for (const [name, bytes] of all.filter(([zip]) => !zip.includes('source')))
    expect([name, bytes <= 120_000]).toEqual([name, true])
})

describe('the linter of addons.mozilla.org', () => {
  interface Report {
    errors: { code: string }[]
    warnings: { code: string }[]
  }
  const lint = (path: string): Report => {
    const script = join(packageFolder, 'node_modules', '.bin', 'addons-linter')
    return JSON.parse(run(script, ['--output', 'json', built(path)]).stdout) as Report
  }

  test('finds no error in Firefox’s build', () => {
    const { errors, warnings } = lint('store/firefox')
    expect(errors).toEqual([])
    // Preact's own, for an attribute that is not used here.
    expect([...new Set(warnings.map(({ code }) => code))]).toEqual(['UNSAFE_VAR_ASSIGNMENT'])
  }, 60_000)

  test('finds nothing in Chrome’s build but that it is none for Firefox', () => {
    expect(
      lint('store/chrome')
        .errors.map(({ code }) => code)
        .toSorted(),
    ).toEqual(['ADDON_ID_REQUIRED', 'BACKGROUND_SERVICE_WORKER_NOFALLBACK'])
  }, 60_000)
})
