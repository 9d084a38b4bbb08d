import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createBackendFolder } from '../testing/run-backend.ts'
import { createShareStore } from './kysely-share-store.ts'
import { createSqlite } from './sqlite.ts'

const WRITER = fileURLToPath(new URL('../testing/write-shares.ts', import.meta.url))

test('no acknowledged share is lost when the process is killed', { timeout: 60_000 }, async () => {
  const { env, run, remove } = createBackendFolder()
  onTestFinished(remove)
  const acknowledged: string[] = []
  for (let round = 1; round <= 3; round++) {
    const writer = run(WRITER)
    for (;;) {
      const { value, done } = await writer.lines.next()
      if (done) break
      acknowledged.push(value)
      if (acknowledged.length === round * 50) writer.child.kill('SIGKILL')
    }
  }
  const store = await createShareStore(createSqlite(env['DATA_DIR'] ?? ''))
  const kept = await Promise.all(acknowledged.map((shareId) => store.getShare(shareId)))
  expect(acknowledged.length).toBeGreaterThanOrEqual(150)
  expect(kept.filter((share) => share?.studies.length !== 1)).toEqual([])
  await store.close()
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
