import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok } from '../kernel/result.ts'
import { createShareStore } from './kysely-share-store.ts'
import type { ShareStore } from './share-store.ts'
import { createSqlite } from './sqlite.ts'
import { StoreUnavailableError } from './store-unavailable.ts'
import { actor, newShare, NOW, opening } from './test-shares.ts'

describe('the store on SQLite', () => {
  let dataDir: string
  let store: ShareStore
  const open = async () => createShareStore(createSqlite(dataDir))
  const query = (text: string) => {
    const database = new Database(join(dataDir, 'studylink.db'))
    try {
      return database.prepare(text).all() as Record<string, unknown>[]
    } finally {
      database.close()
    }
  }

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'studylink-store-'))
    store = await open()
  })
  afterEach(async () => {
    await store.close()
    rmSync(dataDir, { recursive: true })
  })

  test('keeps nothing of a share whose studies cannot be written', async () => {
    await expect(store.createShare(newShare({ studies: [] }))).rejects.toThrow(/syntax error/)
    expect(await store.getShare('AAAAAAAAAAAAA1')).toBeUndefined()
    expect(query('select * from events')).toEqual([])
  })

  test('writes a history that cannot be changed', async () => {
    await store.createShare(newShare())
    await store.recordOpening(opening('some-opening'))
    await store.revokeShare('AAAAAAAAAAAAA1', actor, NOW + 5)
    expect(query('select kind, actor_name, address, browser from events order by event_id')).toEqual([
      { kind: 'created', actor_name: 'Dora Doctor', address: null, browser: null },
      { kind: 'opened', actor_name: null, address: '192.0.2.0/24', browser: 'Firefox' },
      { kind: 'revoked', actor_name: 'Dora Doctor', address: null, browser: null },
    ])
    expect(() => query("update events set kind = 'created'")).toThrow('append-only')
    expect(() => query('delete from events')).toThrow('append-only')
  })

  test('holds no openId in clear', async () => {
    await store.createShare(newShare())
    await store.recordOpening(opening('a-quite-recognisable-openId'))
    await store.close()
    const bytes = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'latin1'))
    expect(bytes.join('')).toContain('AAAAAAAAAAAAA1')
    expect(bytes.join('')).not.toContain('a-quite-recognisable-openId')
    store = await open()
  })

  test('is readable by its owner only', async () => {
    await store.createShare(newShare())
    const names = readdirSync(dataDir)
    expect(names).toEqual(expect.arrayContaining(['studylink.db', 'studylink.db-wal', 'studylink.lock']))
    expect(names.filter((name) => (statSync(join(dataDir, name)).mode & 0o777) !== 0o600)).toEqual([])
  })

  test('belongs to one process', async () => {
    await expect(open()).rejects.toThrow(StoreUnavailableError)
    expect(await store.isReady()).toBe(true)
  })

  test('says that it is unavailable while another connection holds its file', async () => {
    const other = new Database(join(dataDir, 'studylink.db'))
    other.exec('BEGIN EXCLUSIVE')
    await expect(store.createShare(newShare())).rejects.toThrow(StoreUnavailableError)
    other.exec('ROLLBACK')
    other.close()
    await expect(store.createShare(newShare())).resolves.toMatchObject({ generation: 1 })
  })

  test('says that it is unavailable when its disk is full, and goes on when there is room', async () => {
    await store.createShare(newShare())
    await store.close()
    const kind = createSqlite(dataDir)
    let pages = 1
    store = await createShareStore({
      ...kind,
      announce: async (trx) => void (await sql.raw(`pragma max_page_count = ${pages}`).execute(trx)),
    })
    await store.revokeShare('AAAAAAAAAAAAA1', actor, NOW)
    const large = newShare({ shareId: 'AAAAAAAAAAAAA2', note: 'x'.repeat(100_000) })
    await expect(store.createShare(large)).rejects.toMatchObject({
      code: 'store-unavailable',
      causeCode: 'SQLITE_FULL',
    })
    pages = 100_000
    await store.changeShare('AAAAAAAAAAAAA1', actor, NOW, () =>
      ok({ change: { note: 'mended' }, narrows: false, told: [] }),
    )
    expect(await store.createShare(large)).toMatchObject({ generation: 1 })
  })

  test('is not ready once closed', async () => {
    await store.close()
    expect(await store.isReady()).toBe(false)
  })
})
