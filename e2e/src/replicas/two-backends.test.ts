import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Replica } from './replica.ts'
import { startTwoBackends, type TwoBackends } from './stand.ts'

const PIN = '4711'
const DOCTOR = 'u-doctor-role'
const GRANTED = { validate: 'granted', guard: 204 }
const REFUSED = { validate: 'refused', guard: 401 }
/** What changes here has to be known there by then. */
const KNOWN_WITHIN_MS = 1000
const PATIENCE = { timeout: 30_000, interval: 10 }

/** How often each answer was given: that it opened, or the code of a refusal. */
const tally = (answers: readonly Answer[]) => {
  const counts: Record<string, number> = {}
  for (const { status, json } of answers) {
    const what = status === 200 ? 'opened' : String(json['code'])
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}

describe('two backends on one PostgreSQL', { timeout: 120_000 }, () => {
  let stand: TwoBackends
  let a: TwoBackends['a']
  let b: TwoBackends['b']
  beforeAll(async () => {
    stand = await startTwoBackends()
    ;({ a, b } = stand)
  }, 240_000)
  afterAll(() => stand?.stop())

  const eventually = (question: () => Promise<unknown>) => expect.poll(question, PATIENCE)
  const bothListen = async () => {
    for (const one of [a, b]) await eventually(one.isListening).toBe(true)
  }
  /** A share made at one, opened at the other, whose token both know from memory. */
  const openedShare = async (rules: object = {}) => {
    const { shareId, code } = await a.share(rules)
    const token = await b.tokenOf(code, 'pin' in rules ? PIN : undefined)
    for (const one of [a, b]) expect(await one.decide(token)).toEqual(GRANTED)
    return { shareId, code, token }
  }
  const revoke = async (at: Replica, shareId: string) =>
    expect((await at.asClinician('DELETE', `/${shareId}`)).status).toBe(200)
  /** From many networks, so that no address has had its share of requests. */
  const openFromBoth = (code: string, times: number, pin?: string) =>
    Promise.all(
      Array.from({ length: times }, (_, n) =>
        (n % 2 ? a : b).open(code, { from: `198.51.100.${n}`, ...(pin === undefined ? {} : { pin }) }),
      ),
    )

  describe('what narrows a share at one is obeyed by the other', () => {
    const tookMs: number[] = []

    it.for<[string, (shareId: string) => Promise<Answer>]>([
      ['its revocation', (shareId) => a.asClinician('DELETE', `/${shareId}`)],
      ['a PIN that is set', (shareId) => a.asClinician('PATCH', `/${shareId}`, { pin: PIN })],
      ['an earlier end', (shareId) => a.asClinician('PATCH', `/${shareId}`, { expiresInSeconds: 3600 })],
      ['downloads withdrawn', (shareId) => a.asClinician('PATCH', `/${shareId}`, { allowDownload: false })],
      [
        'all of its owner’s shares ended',
        () => a.asAdministrator('POST', '/revoke', { ownerUserId: DOCTOR }),
      ],
    ])('%s', async ([, change]) => {
      await bothListen()
      const { shareId, token } = await openedShare({ allowDownload: true })
      expect((await change(shareId)).status).toBe(200)
      const changedAt = performance.now()
      await eventually(() => b.decide(token)).toEqual(REFUSED)
      tookMs.push(performance.now() - changedAt)
      expect(await a.decide(token)).toEqual(REFUSED)
    })

    it('within a second', async ({ annotate }) => {
      const [least, middle = Infinity, most] = [0, 2, 4].map((n) =>
        Math.ceil(tookMs.toSorted((x, y) => x - y)[n] ?? Infinity),
      )
      await annotate(`ms until the other backend refused: ${least}, ${middle}, ${most}`)
      expect(middle).toBeLessThan(KNOWN_WITHIN_MS)
    })
  })

  it('wrong PINs tried at both at once are ten in all; then both are locked, and running sessions go on', async () => {
    const { shareId, code, token } = await openedShare({ pin: PIN })
    const { 'pin-wrong': wrong, ...rest } = tally(await openFromBoth(code, 24, '0000'))
    expect(wrong).toBe(10)
    expect(Object.keys(rest)).toEqual(['link-locked'])
    for (const one of [a, b]) {
      expect((await one.open(code, { pin: PIN })).json).toMatchObject({ code: 'link-locked' })
      expect(await one.decide(token)).toEqual(GRANTED)
    }
    expect((await a.asClinician('POST', `/${shareId}/unlock`)).status).toBe(200)
    expect((await b.open(code, { pin: PIN })).status).toBe(200)
  })

  it('openings at both at once never exceed the maximum, and the other tells how many there were', async () => {
    const { shareId, code } = await a.share({ maxOpens: 7 })
    expect(tally(await openFromBoth(code, 30))).toEqual({ opened: 7, 'link-exhausted': 23 })
    for (const one of [a, b])
      expect((await one.asClinician('GET', `/${shareId}`)).json).toMatchObject({
        state: 'exhausted',
        openings: 7,
      })
  })

  it('cut off from the other’s changes, a backend grants nothing from memory, and hears again afterwards', async () => {
    await bothListen()
    const [ended, lasting] = [await openedShare(), await openedShare()]
    // The connections that listen end, and no new one is let in; those that ask and write stay.
    await stand.database.query('alter database postgres allow_connections false')
    await stand.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = 'postgres' and (query like 'listen%' or query like 'select share_id%')`,
    )
    await eventually(b.isListening).toBe(false)
    await revoke(a, ended.shareId)
    // At once: it is asked, not remembered.
    expect(await b.decide(ended.token)).toEqual(REFUSED)
    expect(await b.decide(lasting.token)).toEqual(GRANTED)

    await stand.database.query('alter database postgres allow_connections true')
    await bothListen()
    await revoke(a, lasting.shareId)
    await eventually(() => b.decide(lasting.token)).toEqual(REFUSED)
  })

  it('while PostgreSQL is away both refuse for now; when it is back they go on and hear each other', async () => {
    await bothListen()
    const { shareId, code, token } = await openedShare()
    await stand.database.halt()
    for (const one of [a, b]) await eventually(() => one.decide(token)).toEqual({ validate: 503, guard: 403 })
    expect(await b.open(code)).toMatchObject({ status: 503, json: { code: 'store-unavailable' } })
    expect(await a.asClinician('DELETE', `/${shareId}`)).toMatchObject({
      status: 503,
      json: { code: 'store-unavailable' },
    })

    await stand.database.resume()
    for (const one of [a, b]) await eventually(one.isReady).toBe(true)
    await bothListen()
    for (const one of [a, b]) expect(await one.decide(token)).toEqual(GRANTED)
    await revoke(a, shareId)
    await eventually(() => b.decide(token)).toEqual(REFUSED)
  })

  it('killed in the middle of its work, one loses nothing that it acknowledged, and obeys what it missed', async () => {
    const acknowledged: { readonly shareId: string; readonly kind: 'created' | 'opened' | 'revoked' }[] = []
    /** Until it is killed. */
    const work = async () => {
      for (;;) {
        const { shareId, code } = await a.share()
        acknowledged.push({ shareId, kind: 'created' })
        if ((await a.open(code, { from: `203.0.113.${acknowledged.length % 250}` })).status === 200)
          acknowledged.push({ shareId, kind: 'opened' })
        if ((await a.asClinician('DELETE', `/${shareId}`)).status === 200)
          acknowledged.push({ shareId, kind: 'revoked' })
      }
    }
    const missed = await openedShare()
    const working = Promise.allSettled([work(), work(), work(), work()])
    await eventually(async () => acknowledged.length).toBeGreaterThan(60)
    await a.kill()
    for (const { status } of await working) expect(status).toBe('rejected')

    const lost = []
    for (const { shareId, kind } of acknowledged) {
      const { json } = await b.asClinician('GET', `/${shareId}/events`)
      if (!(json['events'] as { kind: string }[]).some((event) => event.kind === kind))
        lost.push({ shareId, kind })
    }
    expect(lost).toEqual([])

    await revoke(b, missed.shareId)
    await a.restart()
    expect(await a.decide(missed.token)).toEqual(REFUSED)
  })
})
