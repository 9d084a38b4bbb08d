import { createHash } from 'node:crypto'
import { Kysely, Migrator } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NEVER_ENDS_AT_MS, PIN_TRIES } from '../kernel/limits.ts'
import { ok, refuse } from '../kernel/result.ts'
import { testDatabases, type TestDatabase } from '../testing/test-databases.ts'
import { createShareStore } from './kysely-share-store.ts'
import { migrationsFor } from './migrations.ts'
import { shareStateAt } from './share-state.ts'
import type { ShareStore } from './share-store.ts'
import { actor, idOf, newShare, NOW, opening, pin, SHARE_ID, trace } from './test-shares.ts'

/** A store as the first migration made it, with a share in it. */
const createFirstVersion = async (database: TestDatabase) => {
  const kind = database.kind()
  const db = new Kysely<never>({ dialect: kind.dialect })
  const { error } = await new Migrator({ db, provider: migrationsFor(kind) }).migrateTo('0001_first_tables')
  expect(error).toBeUndefined()
  await db.destroy()
  kind.release()
  await database.query(`insert into shares values ('${SHARE_ID}', 'kid00001', 2, 3, ${NOW}, '${actor.iss}', '${actor.sub}',
    'Zoë Doctor', ${NOW + 1000}, null, null, 0, null, 1, ${NOW}) returning 1`)
  await database.query(`insert into share_studies values ('${SHARE_ID}', 0, '1.2.3', 'a') returning 1`)
  const openIdHash = createHash('sha256').update('a-running-session').digest('base64url')
  await database.query(
    `insert into openings values ('${SHARE_ID}', '${openIdHash}', ${NOW}, ${NOW + 500}) returning 1`,
  )
  await database.query(
    `insert into events (share_id, at_ms, kind) values ('${SHARE_ID}', ${NOW}, 'created') returning 1`,
  )
}

describe.each(testDatabases)('the store on $name', ({ start }) => {
  let server: Awaited<ReturnType<typeof start>>
  const createDatabase = () => server.createDatabase()
  beforeAll(async () => void (server = await start()), 60_000)
  afterAll(() => server.stop())

  let database: TestDatabase
  let store: ShareStore
  const open = async () => createShareStore(database.kind())
  const kindsOf = async (shareId = SHARE_ID) =>
    (await store.listEvents(shareId, { limit: 100 })).map(({ kind }) => kind).toReversed()

  beforeEach(async () => {
    database = await createDatabase()
    store = await open()
  })
  afterEach(async () => {
    await store.close()
    await database.remove()
  })

  test('gives back a share as it was made, also after a restart', async () => {
    const share = await store.createShare(
      newShare({
        maxOpens: 3,
        viewer: 'ohif',
        allowDownload: true,
        expiresAtMs: NEVER_ENDS_AT_MS,
        recipient: 'Dr. Müller',
        note: 'Please look at the left knee',
        notify: 'first',
        ownerEmail: 'dora@example.org',
        ownerLanguage: 'de-CH',
        pin,
      }),
    )
    expect(await store.getShare(share.shareId)).toEqual(share)
    await store.close()
    store = await open()
    expect(await store.getShare(share.shareId)).toEqual(share)
    expect(await store.getShare('BBBBBBBBBBBBBB')).toBeUndefined()
  })

  test('is told of as new where there was none, and only there', async () => {
    const another = await createDatabase()
    let times = 0
    const startAgain = () => createShareStore(another.kind(), () => void (times += 1))
    for (const made of [1, 1]) {
      const fresh = await startAgain()
      expect(await fresh.isReady()).toBe(true)
      await fresh.close()
      expect(times).toBe(made)
    }
    await another.remove()
  })

  test('keeps nothing of a share that cannot be written whole', async () => {
    await expect(store.createShare(newShare({ studies: [] }))).rejects.toThrow(/syntax error/)
    expect(await store.getShare(SHARE_ID)).toBeUndefined()
    expect(await kindsOf()).toEqual([])
  })

  test('never exceeds the maximum with parallel openings', async () => {
    await store.createShare(newShare({ maxOpens: 10 }))
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) => store.recordOpening(opening(`opening-number-${i}`))),
    )
    expect(results.filter(({ ok: granted }) => granted)).toHaveLength(10)
    expect(
      results.filter((result) => !result.ok).map((result) => !result.ok && result.refusal.reason),
    ).toEqual(Array(30).fill('exhausted'))
    expect(results.filter((result) => result.ok && result.value.isFirst)).toHaveLength(1)
    expect(await store.getShare(SHARE_ID)).toMatchObject({ openings: 10 })
    expect(await kindsOf()).toEqual(['created', ...Array(10).fill('opened')])
  })

  test('counts parallel repeats of one opening once, also on an exhausted share', async () => {
    await store.createShare(newShare({ maxOpens: 1 }))
    const results = await Promise.all(
      Array.from({ length: 8 }, () => store.recordOpening(opening('the-same-opening'))),
    )
    expect(results.every((result) => result.ok)).toBe(true)
    expect(await store.getShare(SHARE_ID)).toMatchObject({ openings: 1 })
    const isRunning = (openId: string, nowMs: number, shareId = SHARE_ID) =>
      store.isOpeningRunning(shareId, openId, nowMs)
    expect(await isRunning('the-same-opening', NOW + 499)).toBe(true)
    expect(await isRunning('another-opening', NOW + 499)).toBe(false)
    expect(await isRunning('the-same-opening', NOW + 499, 'BBBBBBBBBBBBBB')).toBe(false)
    expect(await isRunning('the-same-opening', NOW + 500)).toBe(false)
    const later = await store.recordOpening(opening('the-same-opening', { nowMs: NOW + 500 }))
    expect(later).toEqual(refuse({ reason: 'exhausted' }))
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
    await store.revokeShare(SHARE_ID, actor, NOW)
    expect(await reasonAt(NOW)).toBe('revoked')
  })

  test('raises the generation when a share is revoked, once', async () => {
    await store.createShare(newShare())
    const revoked = await store.revokeShare(SHARE_ID, null, NOW + 5)
    expect(revoked).toMatchObject({ generation: 2, revision: 2, revokedAtMs: NOW + 5 })
    expect(await store.revokeShare(SHARE_ID, actor, NOW + 9)).toEqual(revoked)
    expect(await store.getShare(SHARE_ID)).toEqual(revoked)
    expect(await store.revokeShare('BBBBBBBBBBBBBB', actor, NOW)).toBeUndefined()
    expect(await kindsOf()).toEqual(['created', 'revoked'])
  })

  describe('tries of a PIN', () => {
    const tryOnce = async () => {
      const result = await store.reservePinTry(SHARE_ID, NOW)
      return result.ok ? 'reserved' : result.refusal.reason
    }
    const failAll = async () => {
      for (let i = 0; i < PIN_TRIES; i += 1) {
        await store.reservePinTry(SHARE_ID, NOW)
        await store.recordWrongPin(SHARE_ID, trace, NOW)
      }
    }

    test('never exceed what is allowed when they come together', async () => {
      await store.createShare(newShare({ pin }))
      const tries = await Promise.all(Array.from({ length: 40 }, tryOnce))
      expect(tries.filter((one) => one === 'reserved')).toHaveLength(PIN_TRIES)
      expect(tries.filter((one) => one === 'locked')).toHaveLength(40 - PIN_TRIES)
    })

    test('that fail together lock the share once', async () => {
      await store.createShare(newShare({ pin }))
      await Promise.all(Array.from({ length: PIN_TRIES }, tryOnce))
      await Promise.all(Array.from({ length: PIN_TRIES }, () => store.recordWrongPin(SHARE_ID, trace, NOW)))
      const kinds = await kindsOf()
      expect(kinds.filter((kind) => kind === 'pin-wrong')).toHaveLength(PIN_TRIES)
      expect(kinds.filter((kind) => kind === 'locked')).toHaveLength(1)
    })

    test('are given back by a right one, and by it alone', async () => {
      await store.createShare(newShare({ pin }))
      await tryOnce()
      await store.recordWrongPin(SHARE_ID, trace, NOW)
      await tryOnce()
      await store.returnPinTry(SHARE_ID, 'the hash of an older PIN')
      expect(await store.getShare(SHARE_ID)).toMatchObject({ pin: { wrongTries: 2 } })
      await store.returnPinTry(SHARE_ID, pin.hash)
      expect(await store.getShare(SHARE_ID)).toMatchObject({ pin: { wrongTries: 1 } })
    })

    test('used up refuse new openings, not running ones, until the owner unlocks', async () => {
      await store.createShare(newShare({ pin }))
      await store.recordOpening(opening('a-running-session'))
      await failAll()
      const locked = await store.getShare(SHARE_ID)
      expect(locked && shareStateAt(locked, NOW)).toBe('locked')
      expect(await tryOnce()).toBe('locked')
      expect(await store.recordOpening(opening('another-session'))).toEqual(refuse({ reason: 'locked' }))
      expect(await store.recordOpening(opening('a-running-session'))).toMatchObject({
        value: { repeated: true },
      })
      const unlocked = await store.unlockShare(SHARE_ID, actor, NOW)
      expect(unlocked).toMatchObject({ generation: 1, pin: { wrongTries: 10, triesAllowed: 20 } })
      expect(await store.getShare(SHARE_ID)).toEqual(unlocked)
      expect(await store.recordOpening(opening('another-session'))).toMatchObject({ ok: true })
      await failAll()
      expect(await tryOnce()).toBe('locked')
      expect((await kindsOf()).filter((kind) => kind === 'locked' || kind === 'unlocked')).toEqual([
        'locked',
        'unlocked',
        'locked',
      ])
    })

    test('are refused without a PIN and without a share', async () => {
      expect(await tryOnce()).toBe('unknown')
      await store.createShare(newShare())
      expect(await tryOnce()).toBe('no-pin')
      expect(await store.unlockShare(SHARE_ID, actor, NOW)).toMatchObject({ pin: null, revision: 1 })
    })
  })

  describe('a change', () => {
    test('that narrows raises the generation, and is told', async () => {
      await store.createShare(newShare())
      const told = [{ field: 'expiresAt', from: null, to: '2026-01-01T00:00:00.500Z' }] as const
      const changed = await store.changeShare(SHARE_ID, actor, NOW + 7, () =>
        ok({ change: { expiresAtMs: NOW + 500, pin }, narrows: true, told }),
      )
      expect(changed).toMatchObject({
        value: {
          generation: 2,
          revision: 2,
          expiresAtMs: NOW + 500,
          pin: { wrongTries: 0, triesAllowed: 10 },
        },
      })
      expect(await store.getShare(SHARE_ID)).toEqual(changed.ok && changed.value)
      const [event] = await store.listEvents(SHARE_ID, { limit: 1 })
      expect(event).toMatchObject({ kind: 'changed', atMs: NOW + 7, actor, changes: told })
    })

    test('that widens keeps the generation, and what is not named', async () => {
      await store.createShare(newShare({ recipient: 'Mr. Smith', pin }))
      await store.reservePinTry(SHARE_ID, NOW)
      const changed = await store.changeShare(SHARE_ID, actor, NOW, () =>
        ok({ change: { allowDownload: true, note: 'Hello' }, narrows: false, told: [] }),
      )
      expect(changed).toMatchObject({
        value: {
          generation: 1,
          revision: 2,
          allowDownload: true,
          recipient: 'Mr. Smith',
          pin: { wrongTries: 1 },
        },
      })
    })

    test('can take the PIN away, with its tries', async () => {
      await store.createShare(newShare({ pin }))
      await store.reservePinTry(SHARE_ID, NOW)
      await store.changeShare(SHARE_ID, actor, NOW, () =>
        ok({ change: { pin: null }, narrows: false, told: [] }),
      )
      expect(await store.getShare(SHARE_ID)).toMatchObject({ pin: null })
    })

    test('that is refused, or changes nothing, leaves no trace', async () => {
      const share = await store.createShare(newShare())
      expect(
        await store.changeShare(SHARE_ID, actor, NOW, () => refuse({ reason: 'beyond-policy' as const })),
      ).toEqual(refuse({ reason: 'beyond-policy' }))
      expect(
        await store.changeShare(SHARE_ID, actor, NOW, () => ok({ change: {}, narrows: false, told: [] })),
      ).toEqual(ok(share))
      expect(
        await store.changeShare('BBBBBBBBBBBBBB', actor, NOW, () =>
          ok({ change: {}, narrows: false, told: [] }),
        ),
      ).toEqual(refuse({ reason: 'unknown' }))
      expect(await kindsOf()).toEqual(['created'])
    })

    test('sees what another has just changed', async () => {
      await store.createShare(newShare({ maxOpens: 1 }))
      await Promise.all(
        Array.from({ length: 10 }, () =>
          store.changeShare(SHARE_ID, actor, NOW, (share) =>
            ok({ change: { maxOpens: (share.maxOpens ?? 0) + 1 }, narrows: true, told: [] }),
          ),
        ),
      )
      expect(await store.getShare(SHARE_ID)).toMatchObject({ maxOpens: 11, generation: 11, revision: 11 })
    })
  })

  describe('lists', () => {
    const other = { iss: actor.iss, sub: 'u-2' }
    const make = (n: number, overrides: Parameters<typeof newShare>[0] = {}) =>
      store.createShare(
        newShare({ shareId: idOf(n), createdAtMs: NOW + n, expiresAtMs: NOW + 1e6, ...overrides }),
      )
    const idsOf = async (query: Partial<Parameters<ShareStore['listShares']>[0]>) =>
      (await store.listShares({ nowMs: NOW + 1000, limit: 100, ...query })).map(({ shareId }) => shareId)

    test('come newest first, page by page, without gap or repetition', async () => {
      // Two of each instant: the id breaks the tie.
      for (let n = 0; n < 10; n += 1) await make(n, { createdAtMs: NOW + Math.floor(n / 2) })
      const seen: string[] = []
      let before: Awaited<ReturnType<ShareStore['listShares']>>[number] | undefined
      do {
        const page = await store.listShares({ nowMs: NOW, limit: 3, before })
        expect(page.every(({ studies }) => studies.length === 2)).toBe(true)
        seen.push(...page.map(({ shareId }) => shareId))
        before = page.length === 3 ? page.at(-1) : undefined
      } while (before)
      expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => idOf(9 - n)))
    })

    test('show one owner’s, one study’s, or what the words fit', async () => {
      await make(1, { recipient: 'Dr. Müller', note: '100% left_knee' })
      await make(2, { ownerSub: other.sub, createdBy: 'Otto Other', recipient: 'Praxis Muller' })
      await make(3, { studies: [{ studyInstanceUID: '1.2.840.9', orthancId: 'c' }] })
      await make(4, { ownerIss: 'https://elsewhere.example.org' })
      expect(await idsOf({ owner: actor })).toEqual([idOf(3), idOf(1)])
      expect(await idsOf({ ownerSub: actor.sub })).toEqual([idOf(4), idOf(3), idOf(1)])
      expect(await idsOf({ studyInstanceUID: '1.2.840.9' })).toEqual([idOf(3)])
      expect(await idsOf({ search: '1.2.840.9' })).toEqual([idOf(3)])
      expect(await idsOf({ search: 'MÜLLER' })).toEqual([idOf(2), idOf(1)])
      expect(await idsOf({ search: 'knee dora' })).toEqual([idOf(1)])
      expect(await idsOf({ search: '100%' })).toEqual([idOf(1)])
      expect(await idsOf({ search: 't_k' })).toEqual([idOf(1)])
      expect(await idsOf({ search: 'r_m' })).toEqual([])
      expect(await idsOf({ owner: other, search: 'otto', studyInstanceUID: '1.2.3' })).toEqual([idOf(2)])
    })

    test('filter by state as the share itself tells it', async () => {
      await make(1)
      await make(2, { expiresAtMs: NOW + 1000 })
      await make(3)
      await store.revokeShare(idOf(3), actor, NOW)
      await make(4, { maxOpens: 1, pin })
      await store.recordOpening(opening('some-opening', { shareId: idOf(4) }))
      await make(5, { pin })
      for (const id of [4, 5]) for (let i = 0; i < PIN_TRIES; i += 1) await store.reservePinTry(idOf(id), NOW)
      const all = await store.listShares({ nowMs: NOW + 1000, limit: 10 })
      const states = all.map((share) => shareStateAt(share, NOW + 1000))
      expect(states).toEqual(['locked', 'exhausted', 'revoked', 'expired', 'active'])
      for (const [index, state] of states.entries())
        expect(await idsOf({ states: [state] })).toEqual([all[index]?.shareId])
      expect(await idsOf({ states: ['active', 'revoked'] })).toEqual([idOf(3), idOf(1)])
      expect(await idsOf({ states: [] })).toEqual([])
    })

    test('name the owners who have living shares, page by page', async () => {
      for (let n = 0; n < 5; n += 1) {
        await make(n, { ownerSub: `u-${n}` })
        await make(n + 10, { ownerSub: `u-${n}` })
      }
      await make(20, { ownerSub: 'u-ended', expiresAtMs: NOW + 1 })
      await store.revokeShare(idOf(0), actor, NOW)
      await store.revokeShare(idOf(10), actor, NOW)
      const first = await store.listActiveOwners(NOW + 5, { limit: 3 })
      expect(first.map(({ sub }) => sub)).toEqual(['u-1', 'u-2', 'u-3'])
      expect(await store.listActiveOwners(NOW + 5, { limit: 3, after: first.at(-1) })).toEqual([
        { iss: actor.iss, sub: 'u-4' },
      ])
    })

    test('of the history go back page by page', async () => {
      await store.createShare(newShare())
      await store.recordOpening(opening('some-opening'))
      await store.recordEmailed(SHARE_ID, actor, NOW + 3)
      const [latest, ...rest] = await store.listEvents(SHARE_ID, { limit: 2 })
      expect(latest).toEqual({
        eventId: latest?.eventId,
        shareId: SHARE_ID,
        atMs: NOW + 3,
        kind: 'emailed',
        actor,
        address: null,
        browser: null,
        changes: null,
      })
      expect(rest).toMatchObject([{ kind: 'opened', actor: null, ...trace }])
      expect(await store.listEvents(SHARE_ID, { limit: 2, beforeEventId: rest[0]?.eventId })).toMatchObject([
        { kind: 'created', actor },
      ])
    })

    test('of the history tell a refusal for a label once, until something else happens', async () => {
      await store.createShare(newShare())
      for (let n = 1; n < 4; n += 1) await store.recordWithheld(SHARE_ID, trace, NOW + n)
      await store.recordEmailed(SHARE_ID, actor, NOW + 5)
      await store.recordWithheld(SHARE_ID, trace, NOW + 6)
      expect(await store.listEvents(SHARE_ID, { limit: 9 })).toMatchObject([
        { kind: 'withheld', atMs: NOW + 6, actor: null, ...trace },
        { kind: 'emailed' },
        { kind: 'withheld', atMs: NOW + 1 },
        { kind: 'created' },
      ])
    })
  })

  test('ends all shares of an owner or of a study at once', async () => {
    for (let n = 0; n < 230; n += 1)
      await store.createShare(
        newShare({
          shareId: idOf(n),
          ownerSub: n < 220 ? 'u-leaving' : 'u-staying',
          studies: [{ studyInstanceUID: n % 2 ? '1.2.3' : '1.2.4', orthancId: 'a' }],
        }),
      )
    const gone = await store.revokeShares({ ownerIss: actor.iss, ownerSub: 'u-leaving' }, actor, NOW)
    expect(new Set(gone.map(({ shareId }) => shareId)).size).toBe(220)
    expect(gone[0]).toEqual(await store.getShare(gone[0]?.shareId ?? ''))
    expect(await store.revokeShares({ studyInstanceUID: '1.2.3' }, null, NOW)).toHaveLength(5)
    expect(await store.revokeShares({ studyInstanceUID: '1.2.3' }, null, NOW)).toEqual([])
    expect(await store.listShares({ states: ['active'], nowMs: NOW, limit: 100 })).toHaveLength(5)
  })

  test('forgets what is older than the policy keeps, and only that', async () => {
    await store.createShare(newShare({ shareId: idOf(1), expiresAtMs: NOW + 10 }))
    await store.createShare(newShare({ shareId: idOf(2), expiresAtMs: NEVER_ENDS_AT_MS }))
    await store.createShare(newShare({ shareId: idOf(3), expiresAtMs: NEVER_ENDS_AT_MS }))
    await store.recordOpening(opening('an-opening', { shareId: idOf(1) }))
    await store.revokeShare(idOf(2), actor, NOW + 10)
    await store.revokeShare(idOf(3), actor, NOW + 20)
    expect(await store.prune(NOW)).toEqual({ shares: 0, events: 0 })
    expect(await store.prune(NOW + 11)).toEqual({ shares: 2, events: 5 })
    expect(await store.getShare(idOf(1))).toBeUndefined()
    expect(await store.getShare(idOf(2))).toBeUndefined()
    expect(await store.getShare(idOf(3))).toMatchObject({ revokedAtMs: NOW + 20 })
    expect(await kindsOf(idOf(3))).toEqual(['revoked'])
  })

  test('lets nobody change its history, nor delete what is to be kept', async () => {
    await store.createShare(newShare())
    await expect(database.query("update events set kind = 'opened'")).rejects.toThrow('append-only')
    await expect(database.query('delete from events')).rejects.toThrow('append-only')
    await store.prune(NOW)
    await expect(database.query('delete from events')).rejects.toThrow('append-only')
    await expect(database.query("update events set kind = 'opened'")).rejects.toThrow('append-only')
    expect(await kindsOf()).toEqual(['created'])
  })

  test('brings a store of the first version forward', async () => {
    await store.close()
    await database.remove()
    database = await createDatabase()
    await createFirstVersion(database)
    store = await open()
    expect(await store.getShare(SHARE_ID)).toEqual({
      ...newShare({ createdBy: 'Zoë Doctor' }),
      generation: 2,
      revision: 3,
      revokedAtMs: null,
      openings: 1,
      lastOpenedAtMs: NOW,
      studies: [{ studyInstanceUID: '1.2.3', orthancId: 'a' }],
    })
    expect(await store.listShares({ search: 'zoe', nowMs: NOW, limit: 5 })).toHaveLength(1)
    expect(await kindsOf()).toEqual(['created'])
    expect(await store.recordOpening(opening('a-running-session'))).toMatchObject({
      value: { repeated: true },
    })
  })

  test('is not ready once closed', async () => {
    await store.close()
    expect(await store.isReady()).toBe(false)
  })
})
