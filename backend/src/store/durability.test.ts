import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testDatabases } from '../testing/test-databases.ts'
import { createBackendFolder } from '../testing/run-backend.ts'
import { createShareStore } from './kysely-share-store.ts'
import { createSqlite } from './sqlite.ts'

const WRITER = fileURLToPath(new URL('../testing/write-shares.ts', import.meta.url))

/** Each kills a writer in the middle of its work. */
const ROUNDS = process.env['REQUIRE'] === 'all' ? 20 : 3
const LINES_OF_A_ROUND = 100

describe.each(testDatabases)('on $name', ({ start }) => {
  test(
    'no acknowledged share, opening or revocation is lost when the process is killed',
    async () => {
      const server = await start()
      onTestFinished(() => server.stop())
      const database = await server.createDatabase()
      const { run, remove } = createBackendFolder()
      onTestFinished(remove)
      const acknowledged: string[] = []
      for (let round = 1; round <= ROUNDS; round += 1) {
        const writer = run(WRITER, database.env)
        for (;;) {
          const { value, done } = await writer.lines.next()
          if (done) break
          acknowledged.push(value)
          if (acknowledged.length === round * LINES_OF_A_ROUND) writer.child.kill('SIGKILL')
        }
        expect(acknowledged.length).toBeGreaterThanOrEqual(round * LINES_OF_A_ROUND)
      }
      const store = await createShareStore(database.kind())
      const lost: string[] = []
      for (const line of acknowledged) {
        const [what, shareId = ''] = line.split(' ')
        const share = await store.getShare(shareId)
        const kinds = (await store.listEvents(shareId, { limit: 10 })).map(({ kind }) => kind)
        const kept =
          share?.studies.length === 2 &&
          kinds.some((kind) => kind === what) &&
          (what !== 'opened' || share.openings === 1) &&
          (what !== 'revoked' || (share.revokedAtMs !== null && share.generation === 2))
        if (!kept) lost.push(line)
      }
      expect(lost).toEqual([])
      await store.close()
    },
    60_000 + ROUNDS * 20_000,
  )
})

test('the store is its owner’s alone, also when its files were open to others before', async () => {
  const { folder, remove } = createBackendFolder()
  const modes = () =>
    readdirSync(folder)
      .filter((name) => name.startsWith('studylink.'))
      .map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)])
  writeFileSync(join(folder, 'studylink.db'), '', { mode: 0o644 })
  const store = await createShareStore(createSqlite(folder))
  expect(Object.fromEntries(modes())).toMatchObject({
    'studylink.db': '600',
    'studylink.db-wal': '600',
    'studylink.lock': '600',
  })
  await store.close()
  remove()
})
