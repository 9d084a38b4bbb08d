import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createShareStore } from './kysely-share-store.ts'
import type { NewShare, ShareStore } from './share-store.ts'
import { createSqlite } from './sqlite.ts'
import { StoreUnavailableError } from './store-unavailable.ts'

const NOW = Date.UTC(2026, 0, 1)
const actor = { iss: 'https://id.example.org', sub: 'u-1', name: 'Dora Doctor' }

const newShare = (overrides: Partial<NewShare> = {}): NewShare => ({
  shareId: 'AAAAAAAAAAAAA1',
  codeKid: 'kid00001',
  createdAtMs: NOW,
  ownerIss: actor.iss,
  ownerSub: actor.sub,
  createdBy: actor.name,
  expiresAtMs: NOW + 1000,
  viewer: null,
  allowDownload: false,
  maxOpens: null,
  studies: [
    { studyInstanceUID: '1.2.3', orthancId: 'aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa' },
    { studyInstanceUID: '1.2.4', orthancId: 'bbbbbbbb-bbbbbbbb-bbbbbbbb-bbbbbbbb-bbbbbbbb' },
  ],
  ...overrides,
})
const opening = (openId: string, overrides: Record<string, unknown> = {}) => ({
  shareId: 'AAAAAAAAAAAAA1',
  openId,
  nowMs: NOW,
  sessionEndsAtMs: NOW + 500,
  address: '192.0.2.0/24',
  browser: 'Firefox',
  ...overrides,
})

describe('the store', () => {
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

  test('gives back a share as it was made, also after a restart', async () => {
    const share = await store.createShare(newShare({ maxOpens: 3, viewer: 'ohif', allowDownload: true }))
    expect(await store.getShare(share.shareId)).toEqual(share)
    await store.close()
    store = await open()
    expect(await store.getShare(share.shareId)).toEqual(share)
    expect(await store.getShare('BBBBBBBBBBBBBB')).toBeUndefined()
  })

  test('keeps nothing of a share whose studies cannot be written', async () => {
    await expect(store.createShare(newShare({ studies: [] }))).rejects.toThrow(/syntax error/)
    expect(await store.getShare('AAAAAAAAAAAAA1')).toBeUndefined()
    expect(query('select * from events')).toEqual([])
  })

  test('never exceeds the maximum with parallel openings', async () => {
    await store.createShare(newShare({ maxOpens: 10 }))
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) => store.recordOpening(opening(`opening-number-${i}`))),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(10)
    expect(
      results.filter((result) => !result.ok).map((result) => !result.ok && result.refusal.reason),
    ).toEqual(Array(30).fill('exhausted'))
    expect(await store.getShare('AAAAAAAAAAAAA1')).toMatchObject({ openings: 10 })
    expect(query("select count(*) as n from events where kind = 'opened'")).toEqual([{ n: 10 }])
  })

  test('counts parallel repeats of one opening once, also on an exhausted share', async () => {
    await store.createShare(newShare({ maxOpens: 1 }))
    const results = await Promise.all(
      Array.from({ length: 8 }, () => store.recordOpening(opening('the-same-opening'))),
    )
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(await store.getShare('AAAAAAAAAAAAA1')).toMatchObject({ openings: 1 })
    const later = await store.recordOpening(opening('the-same-opening', { nowMs: NOW + 500 }))
    expect(later).toEqual({ ok: false, refusal: { reason: 'exhausted' } })
  })

  test('refuses openings of unknown, expired and revoked shares', async () => {
    const reasonAt = async (nowMs: number) => {
      const result = await store.recordOpening(opening('some-opening', { nowMs }))
      return result.ok ? 'ok' : result.refusal.reason
    }
    expect(await reasonAt(NOW)).toBe('unknown')
    await store.createShare(newShare())
    expect(await reasonAt(NOW + 999)).toBe('ok')
    expect(await reasonAt(NOW + 1000)).toBe('expired')
    await store.revokeShare('AAAAAAAAAAAAA1', actor, NOW)
    expect(await reasonAt(NOW)).toBe('revoked')
  })

  test('raises the generation when a share is revoked, once', async () => {
    await store.createShare(newShare())
    const revoked = await store.revokeShare('AAAAAAAAAAAAA1', actor, NOW + 5)
    expect(revoked).toMatchObject({ generation: 2, revision: 2, revokedAtMs: NOW + 5 })
    expect(await store.revokeShare('AAAAAAAAAAAAA1', actor, NOW + 9)).toEqual(revoked)
    expect(await store.getShare('AAAAAAAAAAAAA1')).toEqual(revoked)
    expect(await store.revokeShare('BBBBBBBBBBBBBB', actor, NOW)).toBeUndefined()
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

  test('is not ready once closed', async () => {
    await store.close()
    expect(await store.isReady()).toBe(false)
  })
})
