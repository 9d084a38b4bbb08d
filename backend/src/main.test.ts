import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBackendFolder } from './testing/run-backend.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const TIMEOUT_MS = 60_000

describe('the process', () => {
  let folder: ReturnType<typeof createBackendFolder>
  beforeEach(() => void (folder = createBackendFolder()))
  afterEach(() => folder.remove())

  const startUp = async () => {
    const backend = folder.run(MAIN)
    const logged: Record<string, unknown>[] = []
    while (logged.at(-1)?.['msg'] !== 'ready') {
      const { value } = (await backend.lines.next()) as { value: string | undefined }
      if (value === undefined) throw new Error(`it ended: ${backend.errors()}`)
      logged.push(JSON.parse(value) as Record<string, unknown>)
    }
    return { ...backend, logged, ready: logged.at(-1) ?? {} }
  }

  test(
    'says in one line that it is ready, owns its folder, and stops cleanly',
    async () => {
      const backend = await startUp()
      expect(backend.ready).toMatchObject({ msg: 'ready', address: '127.0.0.1', version: '0.1.0' })
      expect((await fetch(`http://127.0.0.1:${backend.ready['port'] as number}/healthz`)).status).toBe(200)

      const second = folder.run(MAIN)
      expect(await second.exited).toBe(78)
      expect(second.errors()).toContain('DATA_DIR: cannot be used')

      backend.child.kill('SIGTERM')
      expect(await backend.exited).toBe(0)
      expect(backend.errors()).toBe('')
    },
    TIMEOUT_MS,
  )

  test(
    'starts not at all with a wrong configuration, naming the variable',
    async () => {
      Object.assign(folder.env, { PERMISSIONS_FILE_PATH: `${folder.folder}/none.json` })
      const withoutFile = folder.run(MAIN)
      Object.assign(folder.env, { SECRET_KEY: 'short' })
      const withShortSecret = folder.run(MAIN)
      expect(await withoutFile.exited).toBe(78)
      expect(withoutFile.errors()).toContain('PERMISSIONS_FILE_PATH: cannot be used')
      expect(await withShortSecret.exited).toBe(78)
      expect(withShortSecret.errors()).toMatch(/^The configuration is not usable:\n {2}SECRET_KEY: .*Example/)
    },
    TIMEOUT_MS,
  )

  test(
    'checks instead of starting when it is told to, and knows nothing else',
    async () => {
      writeFileSync(`${folder.folder}/old.env`, 'SECRET_KEY=change-me\n')
      const check = folder.run(MAIN, {}, ['check', '--env-file', `${folder.folder}/old.env`])
      expect((await check.lines.next()).value).toBe('Variables')
      expect(await check.exited).toBe(1)
      const unknown = folder.run(MAIN, {}, ['constructor'])
      expect(await unknown.exited).toBe(64)
      expect(unknown.errors()).toContain('check')
    },
    TIMEOUT_MS,
  )
})
