import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { run } from '../process/run.ts'
import { builds, cacheFolder } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { findPostgresql, providePostgresql } from '../provision/postgresql.ts'
import { createDatabase, startPostgresql } from '../stack/postgresql.ts'
import {
  newSecretKey,
  runCommand,
  shareIdOf,
  startLoneBackend,
  type LoneBackend,
  type LoneBackendOptions,
} from './lone-backend.ts'

const task = { note: () => undefined, signal: new AbortController().signal }
const TIMEOUT_MS = 180_000

let folder: string
beforeAll(() => buildPackages({ ...builds, only: 'backend' }, task), TIMEOUT_MS)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-backup-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Makes shares, several at a time, until told to stop. */
function keepSharing(backend: LoneBackend) {
  const codes: string[] = []
  const end = new AbortController()
  const keepOn = async () => {
    while (!end.signal.aborted) codes.push(await backend.share('1.2.9'))
  }
  const writers = Promise.all([1, 2, 3, 4].map(keepOn))
  return {
    /** As many as were acknowledged by now. */
    acknowledged: () => [...codes],
    /** Waits until so many were. */
    async reached(count: number) {
      while (codes.length < count) await backend.validate('none', '1.2.9')
    },
    async stop() {
      end.abort()
      await writers
    },
  }
}

interface Store {
  /** The service on the store that is in use. */
  readonly live: LoneBackendOptions
  copy(): Promise<void>
  /** Puts the copy into a place of its own. @returns the service on it */
  restore(): Promise<LoneBackendOptions>
}

/** The story that every kind of store has to go through. */
async function expectToSurvive({ live, copy, restore }: Store) {
  let backend = await startLoneBackend(live)
  const kept = await backend.share('1.2.3')
  const revokedBefore = await backend.share('1.2.4')
  await backend.stop()
  const ids = join(folder, 'ids.txt')
  await writeFile(ids, `${shareIdOf(revokedBefore)}\n`)
  expect(await runCommand(['revoke', '--shares', ids], live)).toBe(
    '1 revoked, 0 had been revoked before, 0 unknown\n',
  )

  backend = await startLoneBackend(live)
  const writers = keepSharing(backend)
  await writers.reached(20)
  const acknowledged = writers.acknowledged()
  const session = await backend.open(kept)
  const token = 'token' in session ? session.token : 'none'
  await copy()
  await writers.reached(acknowledged.length + 20)
  await writers.stop()
  const madeAfter = await backend.share('1.2.5')
  await backend.stop()

  const restored = await restore()
  backend = await startLoneBackend(restored)
  for (const code of [kept, ...acknowledged]) expect(await backend.open(code)).toHaveProperty('token')
  expect(await backend.validate(token, '1.2.3')).toBe(true)
  expect(await backend.open(revokedBefore)).toEqual({ problem: 'link-revoked' })
  // What the copy does not know is refused, not guessed.
  expect(await backend.open(madeAfter)).toEqual({ problem: 'link-unknown' })
  await backend.stop()

  // What was revoked after the copy was made is open again; whoever restores it revokes it again.
  await writeFile(ids, `${shareIdOf(kept)}\n${shareIdOf(madeAfter)}\n`)
  expect(await runCommand(['revoke', '--shares', ids], restored)).toBe(
    '1 revoked, 0 had been revoked before, 1 unknown\n',
  )
  backend = await startLoneBackend(restored)
  expect(await backend.open(kept)).toEqual({ problem: 'link-revoked' })
  expect(await backend.validate(token, '1.2.3')).toBe(false)
  const [other = ''] = acknowledged
  expect(await backend.open(other)).toHaveProperty('token')
  await backend.stop()

  expect(await runCommand(['revoke', '--all'], restored)).toMatch(/^\d\d+ revoked, 0 had/)
  backend = await startLoneBackend(restored)
  expect(await backend.open(other)).toEqual({ problem: 'link-revoked' })
  await backend.stop()
}

describe('a copy of the SQLite store, made while the service writes', () => {
  it(
    'opens what was shared, and nothing that was revoked',
    async () => {
      const secretKey = newSecretKey()
      const live = { secretKey, dataFolder: join(folder, 'data'), logFolder: folder }
      const file = join(folder, 'copy.db')
      await expectToSurvive({
        live,
        async copy() {
          expect(await runCommand(['backup', file], live)).toMatch(/copy\.db: \d+ shares\n$/)
          expect((await stat(file)).mode & 0o077).toBe(0)
          await expect(runCommand(['backup', file], live)).rejects.toMatchObject({
            output: expect.stringContaining('is there already'),
          })
        },
        async restore() {
          const dataFolder = join(folder, 'restored')
          await mkdir(dataFolder)
          await copyFile(file, join(dataFolder, 'studylink.db'))
          return { ...live, dataFolder }
        },
      })
    },
    TIMEOUT_MS,
  )

  it(
    'is not revoked in while a service decides from memory',
    async () => {
      const live = { secretKey: newSecretKey(), dataFolder: join(folder, 'data'), logFolder: folder }
      const backend = await startLoneBackend(live)
      await expect(runCommand(['revoke', '--all'], live)).rejects.toMatchObject({
        output: expect.stringContaining('another process uses this DATA_DIR'),
      })
      await backend.stop()
    },
    TIMEOUT_MS,
  )
})

const bin =
  process.env.REQUIRE === 'all'
    ? await providePostgresql(cacheFolder, task)
    : await findPostgresql(cacheFolder)

describe.skipIf(bin === undefined)('a copy of the PostgreSQL store, made while the service writes', () => {
  it(
    'opens what was shared, and nothing that was revoked',
    async () => {
      const programs = bin ?? ''
      const serverFolder = await mkdtemp(join(tmpdir(), 'studylink-backup-postgresql-'))
      const server = await startPostgresql({ bin: programs, folder: serverFolder, port: await freePort() })
      try {
        const database = await createDatabase(programs, server.url, 'studylink')
        const file = join(folder, 'copy.dump')
        const settings = (url: URL) => ({ DATABASE_URL: url.href })
        const live = { secretKey: newSecretKey(), dataFolder: join(folder, 'data'), logFolder: folder }
        await expectToSurvive({
          live: { ...live, settings: settings(database) },
          copy: async () => {
            await run(join(programs, 'pg_dump'), ['--format=custom', `--file=${file}`, database.href])
          },
          async restore() {
            const empty = await createDatabase(programs, server.url, 'restored')
            await run(join(programs, 'pg_restore'), [
              '--no-owner',
              '--exit-on-error',
              `--dbname=${empty.href}`,
              file,
            ])
            return { ...live, settings: settings(empty) }
          },
        })
      } finally {
        await server.child.stop()
        await rm(serverFolder, { recursive: true })
      }
    },
    TIMEOUT_MS,
  )
})
