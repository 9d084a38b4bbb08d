import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataFolder } from './data-lock.ts'

describe('the lock of a data folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studylink-lock-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is refused while another process holds it', async () => {
    await writeFile(join(folder, 'lock'), String(process.ppid))
    await expect(lockDataFolder(join(folder, 'lock'))).rejects.toThrow(/already running.*stop it first/)
  })

  it('is taken over from a process that is gone', async () => {
    await writeFile(join(folder, 'lock'), '4194305')
    const unlock = await lockDataFolder(join(folder, 'lock'))
    await unlock()
    await expect(lockDataFolder(join(folder, 'lock'))).resolves.toBeTypeOf('function')
  })
})
