import { describe, expect, test } from 'vitest'
import { createLiveShares, type LiveShare } from './live-shares.ts'

const live = (overrides: Partial<LiveShare> = {}): LiveShare => ({
  shareId: 'AAAAAAAAAAAAAA',
  generation: 1,
  revision: 1,
  endsAtMs: 1_000_000,
  revoked: false,
  download: false,
  studies: [],
  ...overrides,
})

const deferred = <Value>() => {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((done) => (resolve = done))
  return { promise, resolve }
}

describe('the memory of live shares', () => {
  test('asks the store once for many who wait for the same share, then never again', async () => {
    const asked: string[] = []
    const answer = deferred<LiveShare>()
    const shares = createLiveShares({
      load: (shareId) => (asked.push(shareId), answer.promise),
      freshUntil: () => 0,
      clock: () => 0,
    })
    const waiting = [shares.get('AAAAAAAAAAAAAA'), shares.get('AAAAAAAAAAAAAA')]
    answer.resolve(live())
    expect(await Promise.all(waiting)).toEqual([
      { ok: true, value: live() },
      { ok: true, value: live() },
    ])
    await shares.get('AAAAAAAAAAAAAA')
    expect(asked).toHaveLength(1)
  })

  test('refuses a share that the store does not know', async () => {
    const shares = createLiveShares({ load: async () => undefined, freshUntil: () => 0, clock: () => 0 })
    expect(await shares.get('AAAAAAAAAAAAAA')).toEqual({ ok: false, refusal: { reason: 'unknown-share' } })
  })

  test('says store-unavailable when the store fails or does not answer in time', async () => {
    const failing = createLiveShares({
      load: () => Promise.reject(new Error('down')),
      freshUntil: () => 0,
      clock: () => 0,
    })
    const hanging = createLiveShares({
      load: () => new Promise(() => undefined),
      freshUntil: () => 0,
      clock: () => 0,
      deadlineMs: 10,
    })
    for (const shares of [failing, hanging])
      expect(await shares.get('AAAAAAAAAAAAAA')).toEqual({
        ok: false,
        refusal: { reason: 'store-unavailable' },
      })
  })

  test('recovers with the store', async () => {
    let down = true
    const shares = createLiveShares({
      load: async () => {
        if (down) throw new Error('down')
        return live()
      },
      freshUntil: () => 0,
      clock: () => 0,
    })
    expect(await shares.get('AAAAAAAAAAAAAA')).toMatchObject({ ok: false })
    down = false
    expect(await shares.get('AAAAAAAAAAAAAA')).toMatchObject({ ok: true })
  })

  test('keeps a revocation that arrives while an older row is being read', async () => {
    const answer = deferred<LiveShare>()
    const shares = createLiveShares({ load: () => answer.promise, freshUntil: () => 0, clock: () => 0 })
    const waiting = shares.get('AAAAAAAAAAAAAA')
    shares.update(live({ revision: 2, generation: 2, revoked: true }))
    answer.resolve(live())
    expect(await waiting).toMatchObject({ ok: true, value: { revoked: true } })
    shares.update(live())
    expect(await shares.get('AAAAAAAAAAAAAA')).toMatchObject({ ok: true, value: { revoked: true } })
  })

  test('forgets also what was being read when it was told to forget', async () => {
    const [before, after] = [deferred<LiveShare>(), deferred<LiveShare>()]
    const answers = [before, after]
    const shares = createLiveShares({
      load: () => answers.shift()?.promise ?? Promise.reject(new Error('asked again')),
      freshUntil: () => 0,
      clock: () => 0,
    })
    const waiting = shares.get('AAAAAAAAAAAAAA')
    shares.forgetAll()
    before.resolve(live())
    await waiting
    after.resolve(live({ revision: 2, revoked: true }))
    expect(await shares.get('AAAAAAAAAAAAAA')).toMatchObject({ value: { revoked: true } })
    expect(await shares.get('AAAAAAAAAAAAAA')).toMatchObject({ value: { revoked: true } })
  })

  test('asks the store for each decision while the feed of changes is too old', async () => {
    let now = 0
    let row = live()
    let asked = 0
    const shares = createLiveShares({
      load: async () => (asked++, row),
      freshUntil: () => 0,
      clock: () => now,
      maxFeedAgeMs: 5000,
    })
    shares.update(live())
    now = 5000
    await shares.get('AAAAAAAAAAAAAA')
    expect(asked).toBe(0)
    now = 5001
    row = live({ revision: 2, revoked: true })
    expect(await shares.get('AAAAAAAAAAAAAA')).toMatchObject({ value: { revoked: true } })
    await shares.get('AAAAAAAAAAAAAA')
    expect(asked).toBe(2)
  })
})
