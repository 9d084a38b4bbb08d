import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { builds } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { newSecretKey, startLoneBackend } from './lone-backend.ts'

const task = { note: () => undefined, signal: new AbortController().signal }
const TIMEOUT_MS = 120_000

let folder: string
beforeAll(() => buildPackages({ ...builds, only: 'backend' }, task), TIMEOUT_MS)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-rotation-'))
})
afterEach(() => rm(folder, { recursive: true }))

it(
  'a new key before the old one keeps every link and session; without the old one they end, and say so',
  async () => {
    const withKeys = (...keys: readonly string[]) =>
      startLoneBackend({ secretKey: keys.join(','), dataFolder: join(folder, 'data'), logFolder: folder })
    const [oldKey, newKey] = [newSecretKey(), newSecretKey()]

    let backend = await withKeys(oldKey)
    const before = await backend.share('1.2.3')
    const session = await backend.open(before)
    const token = 'token' in session ? session.token : 'none'
    expect(await backend.validate(token, '1.2.3')).toBe(true)
    await backend.stop()

    backend = await withKeys(newKey, oldKey)
    expect(await backend.validate(token, '1.2.3')).toBe(true)
    expect(await backend.open(before)).toHaveProperty('token')
    const after = await backend.share('1.2.4')
    const newSession = await backend.open(after)
    await backend.stop()

    backend = await withKeys(newKey)
    expect(await backend.validate(token, '1.2.3')).toBe(false)
    expect(await backend.open(before)).toEqual({ problem: 'link-unknown' })
    expect(await backend.validate('token' in newSession ? newSession.token : '', '1.2.4')).toBe(true)
    expect(await backend.open(after)).toHaveProperty('token')
    await backend.stop()
  },
  TIMEOUT_MS,
)
