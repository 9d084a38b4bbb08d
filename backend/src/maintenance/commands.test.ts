import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createShareStore } from '../store/kysely-share-store.ts'
import { createSqlite } from '../store/sqlite.ts'
import { newShare, NOW } from '../store/test-shares.ts'
import { runBackup, runRevoke } from './index.ts'

describe('what an administrator does to the store', () => {
  let dataDir: string
  let said: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'studylink-maintenance-'))
    said = ''
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  const env = () => ({ DATA_DIR: dataDir, SECRET_KEY: 'a secret of the tests that is long enough' })
  const write = (text: string) => void (said += text)
  const revoke = (args: string[], more: Record<string, string> = {}) =>
    runRevoke(args, { ...env(), ...more }, write, () => NOW)
  const makeShare = async () => {
    const store = await createShareStore(createSqlite(dataDir))
    await store.createShare(newShare())
    await store.close()
  }

  test('revokes what has not ended, once', async () => {
    await makeShare()
    expect(await revoke(['--all'])).toBe(0)
    expect(await revoke(['--all'])).toBe(0)
    expect(said).toBe(
      '1 revoked, 0 had been revoked before, 0 unknown\n0 revoked, 0 had been revoked before, 0 unknown\n',
    )
  })

  test('revokes nothing where there is no store, says so, and makes none', async () => {
    expect(await revoke(['--all'])).toBe(1)
    expect(said).toContain(`there is no store in ${dataDir}`)
    expect(existsSync(join(dataDir, 'studylink.db'))).toBe(false)
  })

  test('says in a line that the database is away', async () => {
    expect(await revoke(['--all'], { DATABASE_URL: 'postgresql://x:a-password@127.0.0.1:9/x' })).toBe(1)
    expect(said).toBe('the store is not available: ECONNREFUSED\n')
  })

  test('says in a line where no copy can be written', async () => {
    await makeShare()
    expect(await runBackup([join(dataDir, 'none', 'copy')], env(), write)).toBe(1)
    expect(said).toMatch(/^ENOENT: .*none\/copy.*\n$/)
  })
})
