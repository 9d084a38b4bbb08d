import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { createLiveShares, type LiveShares } from '../tokens/live-shares.ts'
import { createBackendFolder } from '../testing/run-backend.ts'
import { hasPostgresql, startPostgresql } from '../testing/test-postgresql.ts'
import { createShareStore } from './kysely-share-store.ts'
import { createPostgresql } from './postgresql.ts'
import { openPostgresqlFeed } from './postgresql-feed.ts'
import { liveShareOf } from './share-state.ts'
import type { ShareFeed, ShareStore } from './share-store.ts'
import { StoreUnavailableError } from './store-unavailable.ts'
import { actor, idOf, newShare, NOW, opening, pin, SHARE_ID } from './test-shares.ts'

const OTHER_BACKEND = fileURLToPath(new URL('../testing/store-process.ts', import.meta.url))
const FAR = NOW + 1e12

/** A way to the database on which the connections that are there can fall silent; new ones are as good as ever. */
const startProxy = async (to: URL) => {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(to)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    silence: () => sockets.forEach((socket) => socket.unpipe().pause()),
    close() {
      server.close()
      sockets.forEach((socket) => socket.destroy())
    },
  }
}

const signal = () => {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => (give = resolve))
  return { given, give: () => give() }
}

describe.skipIf(!hasPostgresql)('the store on PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgresql>>
  let database: Awaited<ReturnType<(typeof server)['createDatabase']>>
  let store: ShareStore
  let memory: LiveShares
  const loaded: string[] = []
  const closing: (() => Promise<unknown> | void)[] = []

  beforeAll(async () => void (server = await startPostgresql()), 60_000)
  afterAll(() => server.stop())
  beforeEach(async () => {
    database = await server.createDatabase()
    store = await createShareStore(database.kind())
    memory = remember(store.feed)
    loaded.length = 0
  })
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
    await store.close()
    await database.remove()
  })

  /** What a backend remembers, as its services join it. */
  const remember = (feed: ShareFeed) => {
    const shares = createLiveShares({
      load: async (shareId) => {
        loaded.push(shareId)
        const share = await store.getShare(shareId)
        return share && liveShareOf(share)
      },
      freshUntil: feed.freshUntil,
      clock: systemClock,
    })
    feed.onChange((share) => shares.update(liveShareOf(share)))
    feed.onGap(shares.forgetAll)
    return shares
  }
  const isRevokedIn = async (shares: LiveShares) => {
    const known = await shares.get(SHARE_ID)
    return known.ok && known.value.revoked
  }
  const isFresh = () => systemClock() - store.feed.freshUntil() < 5000
  const untilFresh = () => vi.waitUntil(isFresh, { timeout: 15_000, interval: 10 })
  /** A second backend, in a process of its own, that does what it is told. */
  const startOther = async () => {
    const folder = createBackendFolder()
    closing.push(() => folder.remove())
    const other = folder.run(OTHER_BACKEND, { DATABASE_URL: database.url })
    const ask = async (method: keyof ShareStore, ...args: unknown[]) => {
      other.child.stdin?.write(`${JSON.stringify({ method, args })}\n`)
      const { value, done } = await other.lines.next()
      if (done) throw new Error(other.errors())
      return JSON.parse(value) as unknown
    }
    await ask('isReady')
    return { ...other, ask }
  }
  const dropFeeds = () =>
    database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' or query like 'select share_id%'",
    )

  test('answers steady decisions from memory, and hears within moments what another backend changes', async () => {
    const other = await startOther()
    await other.ask('createShare', newShare({ expiresAtMs: FAR, pin }))
    await untilFresh()
    expect(await memory.get(SHARE_ID)).toMatchObject({ value: { generation: 1, revoked: false } })
    await memory.get(SHARE_ID)
    expect(loaded).toEqual([SHARE_ID])

    const heard = new Promise((resolve) => store.feed.onChange(resolve))
    await other.ask('revokeShare', SHARE_ID, actor, NOW)
    const told = systemClock()
    expect(await heard).toMatchObject({ shareId: SHARE_ID, revokedAtMs: NOW, generation: 2 })
    // Far below the pulse: it was the notice that told.
    expect(systemClock() - told).toBeLessThan(1000)
    expect(await memory.get(SHARE_ID)).toMatchObject({ value: { revoked: true } })
    expect(loaded).toEqual([SHARE_ID])
  }, 60_000)

  test('holds the caps of openings and of tries across processes', async () => {
    const other = await startOther()
    await store.createShare(newShare({ expiresAtMs: FAR, maxOpens: 10, pin }))
    const both = async (
      one: (index: number) => Promise<unknown>,
      two: (index: number) => Promise<unknown>,
    ) => {
      const theirs = (async () => {
        const answers: unknown[] = []
        for (let i = 0; i < 20; i += 1) answers.push(await two(i))
        return answers
      })()
      const ours = await Promise.all(Array.from({ length: 20 }, (_, i) => one(i)))
      return [...ours, ...(await theirs)].filter((answer) => (answer as { ok: boolean }).ok)
    }
    const openings = await both(
      (i) => store.recordOpening(opening(`our-opening-${i}`)),
      (i) => other.ask('recordOpening', opening(`their-opening-${i}`)),
    )
    expect(openings).toHaveLength(10)
    const tries = await both(
      () => store.reservePinTry(SHARE_ID, NOW),
      () => other.ask('reservePinTry', SHARE_ID, NOW),
    )
    expect(tries).toHaveLength(10)
    expect(await store.getShare(SHARE_ID)).toMatchObject({ openings: 10, pin: { wrongTries: 10 } })
  }, 60_000)

  test('misses nothing that changes while its listening connection is dropped, and trusts no memory meanwhile', async () => {
    const other = await startOther()
    for (let n = 0; n < 5; n += 1) {
      await store.createShare(newShare({ shareId: idOf(n), expiresAtMs: FAR }))
      await untilFresh()
      expect(await memory.get(idOf(n))).toMatchObject({ value: { revoked: false } })
      const dropped = dropFeeds()
      await other.ask('revokeShare', idOf(n), actor, NOW)
      await dropped
      // Whether it has heard of it or asks the database: it never grants on what it remembers from before.
      await vi.waitUntil(
        async () => {
          const known = await memory.get(idOf(n))
          return known.ok && known.value.revoked
        },
        { timeout: 15_000 },
      )
    }
    await untilFresh()
    loaded.length = 0
    for (let n = 0; n < 5; n += 1)
      expect(await memory.get(idOf(n))).toMatchObject({ value: { revoked: true } })
    expect(loaded).toEqual([])
  }, 60_000)

  test('grants nothing while the database is away, and recovers with it', async () => {
    await store.createShare(newShare({ expiresAtMs: FAR }))
    await untilFresh()
    await memory.get(SHARE_ID)
    await server.halt()
    await vi.waitUntil(() => store.feed.freshUntil() === Number.NEGATIVE_INFINITY, { timeout: 10_000 })
    expect(await memory.get(SHARE_ID)).toEqual({ ok: false, refusal: { reason: 'store-unavailable' } })
    await expect(store.revokeShare(SHARE_ID, actor, NOW)).rejects.toThrow(StoreUnavailableError)
    expect(await store.isReady()).toBe(false)

    await server.resume()
    expect(await store.revokeShare(SHARE_ID, actor, NOW)).toMatchObject({ generation: 2 })
    await vi.waitUntil(() => isRevokedIn(memory), { timeout: 15_000 })
    await untilFresh()
    expect(await store.isReady()).toBe(true)
  }, 60_000)

  test('uses no connection again on which the database fell silent', async () => {
    const through = await startProxy(new URL(database.url))
    closing.push(through.close)
    const distant = await createShareStore(createPostgresql(through.url, systemClock))
    closing.push(() => distant.close())
    await distant.createShare(newShare({ expiresAtMs: FAR }))
    // As when the database moves to another machine: nobody answers on the old connections, nor ends them.
    through.silence()
    await expect(distant.revokeShare(SHARE_ID, actor, NOW)).rejects.toThrow(StoreUnavailableError)
    expect(await distant.getShare(SHARE_ID)).toMatchObject({ revokedAtMs: null })
    expect(await distant.revokeShare(SHARE_ID, actor, NOW)).toMatchObject({ revokedAtMs: NOW })
  }, 60_000)

  test('starts before its database, and brings the schema up to date when it comes', async () => {
    await store.close()
    await database.remove()
    database = await server.createDatabase()
    await server.halt()
    store = await createShareStore(database.kind())
    await expect(store.getShare(SHARE_ID)).rejects.toThrow(StoreUnavailableError)
    await server.resume()
    expect(await store.createShare(newShare())).toMatchObject({ generation: 1 })
    await untilFresh()
  }, 60_000)

  test('forgets what it remembers when the database is an older copy', async () => {
    await store.createShare(newShare({ expiresAtMs: FAR }))
    await store.revokeShare(SHARE_ID, actor, NOW)
    await untilFresh()
    const restored = new Promise<void>((resolve) => store.feed.onRestored(resolve))
    await vi.waitUntil(async () => (await memory.get(SHARE_ID)).ok, { timeout: 15_000 })
    // The copy was made before the revocation.
    await database.query(`select setval('share_changes', 1, false)`)
    await database.query(
      'update shares set revoked_at_ms = null, generation = 1, revision = 1, change_number = null',
    )
    await dropFeeds()
    await restored
    await untilFresh()
    expect(await memory.get(SHARE_ID)).toMatchObject({ value: { revoked: false, generation: 1 } })
  }, 60_000)

  test('does not trust what it read before it could listen', async () => {
    await store.createShare(newShare({ expiresAtMs: FAR }))
    const connection = { connectionString: 'postgresql://127.0.0.1:9/none' }
    const refused = signal()
    const load = async () => []
    const feed = openPostgresqlFeed({ connection, load, clock: systemClock, say: refused.give })
    closing.push(() => feed.close())
    const shares = remember(feed)
    let restored = 0
    feed.onRestored(() => (restored += 1))
    await refused.given
    expect(await isRevokedIn(shares)).toBe(false)
    await store.revokeShare(SHARE_ID, actor, NOW)
    connection.connectionString = database.url
    await vi.waitUntil(() => Number.isFinite(feed.freshUntil()), { timeout: 15_000 })
    expect(await isRevokedIn(shares)).toBe(true)
    expect(restored).toBe(0)
  }, 60_000)

  test('says once that it cannot listen, however often it tries', async () => {
    let tries = 0
    const refusing = createServer((socket) => {
      tries += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    closing.push(() => void refusing.close())
    await once(refusing, 'listening')
    const { port } = refusing.address() as AddressInfo
    const said: string[] = []
    const feed = openPostgresqlFeed({
      connection: { connectionString: `postgresql://127.0.0.1:${port}/none` },
      load: async () => [],
      clock: systemClock,
      say: (message) => void said.push(message),
    })
    closing.push(() => feed.close())
    await vi.waitUntil(() => tries >= 3, { timeout: 15_000 })
    expect(said).toEqual(['the feed of changes is interrupted: decisions ask the database'])
  }, 60_000)

  test('misses no change that was counted, and not yet to be seen, when it began to listen', async () => {
    await store.createShare(newShare({ expiresAtMs: FAR }))
    const kind = database.kind()
    const [counted, mayCommit] = [signal(), signal()]
    const other = await createShareStore({
      ...kind,
      async announce(trx, shareIds) {
        await kind.announce(trx, shareIds)
        counted.give()
        await mayCommit.given
      },
    })
    closing.push(() => other.close())
    const revoking = other.revokeShare(SHARE_ID, actor, NOW)
    await counted.given

    const late = await createShareStore(database.kind())
    closing.push(() => late.close())
    const shares = remember(late.feed)
    await vi.waitUntil(() => Number.isFinite(late.feed.freshUntil()), { timeout: 15_000 })
    expect(await isRevokedIn(shares)).toBe(false)
    mayCommit.give()
    await revoking
    await vi.waitUntil(() => isRevokedIn(shares), { timeout: 15_000 })
  }, 60_000)

  test('migrates once when two backends start at the same time', async () => {
    const fresh = await server.createDatabase()
    const stores = await Promise.all([createShareStore(fresh.kind()), createShareStore(fresh.kind())])
    for (const one of stores) expect(await one.isReady()).toBe(true)
    for (const one of stores) await one.close()
    await fresh.remove()
  })

  test('lets nobody empty its history', async () => {
    await store.createShare(newShare())
    await expect(database.query('truncate events')).rejects.toThrow('append-only')
  })
})
