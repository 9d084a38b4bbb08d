import { afterEach, describe, expect, test } from 'vitest'
import type { Problem } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'
import type { GuestLimits } from './rate-limit.ts'

const NEIGHBOUR = '192.0.2.1'
const wrong = (n: number) => `wrong-code-${n}-`.padEnd(35, 'A')

describe('too many guest requests', () => {
  let t: TestApp
  afterEach(() => t.close())
  const limitTo = async (guestLimits: Partial<GuestLimits>) => void (t = await createTestApp({ guestLimits }))

  const preview = (code: string, forwardedFor = NEIGHBOUR) =>
    t.app.request('/share/api/guest/preview', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': forwardedFor },
      body: JSON.stringify({ code }),
    })
  const statusesOf = async (requests: readonly (() => Response | Promise<Response>)[]) => {
    const statuses: number[] = []
    for (const request of requests) statuses.push((await request()).status)
    return statuses
  }

  test('from one address are refused, saying when to come back', async () => {
    await limitTo({ perAddress: 3 })
    const { code } = await t.share()
    expect(await statusesOf([1, 2, 3].map(() => () => preview(code)))).toEqual([200, 200, 200])
    const response = await preview(code)
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(((await response.json()) as Problem).code).toBe('too-many-requests')
    expect((await preview(code, '192.0.2.2')).status).toBe(200)
  })

  test('for one share are refused from wherever they come; other shares go on', async () => {
    await limitTo({ perShare: 2 })
    const [one, other] = [await t.share(), await t.share()]
    expect((await preview(one.code, '192.0.2.1')).status).toBe(200)
    expect((await preview(one.code, '192.0.2.2')).status).toBe(200)
    expect((await preview(one.code, '192.0.2.3')).status).toBe(429)
    expect((await preview(other.code, '192.0.2.3')).status).toBe(200)
  })

  test('with wrong codes are refused when those with a right one from the same address are not', async () => {
    await limitTo({ wrongPerAddress: 2 })
    const { code } = await t.share()
    const codes = [code, wrong(1), wrong(2), wrong(3), code, wrong(4), code]
    expect(await statusesOf(codes.map((one) => () => preview(one)))).toEqual([
      200, 404, 404, 429, 200, 429, 200,
    ])
    const refused = await preview(wrong(5))
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect((await preview(wrong(5), '192.0.2.2')).status).toBe(404)
  })

  test('tell nothing: what is malformed, altered or of no share is one and the same, also when it is too much', async () => {
    await limitTo({ wrongPerAddress: 4 })
    const { code } = await t.share()
    const other = t.codes.make().code
    const altered = (code.startsWith('A') ? 'B' : 'A') + code.slice(1)
    const wrongOnes = ['x', altered, code.slice(0, 14) + other.slice(14), `${code}A`]
    const answers = async (from: string) => {
      const told: unknown[] = []
      for (const one of wrongOnes) {
        const response = await preview(one, from)
        const { requestId: _its, retryAfterSeconds: _when, ...rest } = (await response.json()) as Problem
        told.push(rest)
      }
      return told
    }
    const [before, after] = [await answers(NEIGHBOUR), await answers(NEIGHBOUR)]
    expect(new Set(before.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(new Set(after.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect([before[0], after[0]]).toMatchObject([{ status: 404 }, { status: 429 }])
  })

  test('with wrong codes that name one share are refused from wherever they come; its link goes on', async () => {
    await limitTo({ wrongPerShare: 2 })
    const { code } = await t.share()
    // Its last two bits begin the 14th character, whose others are the secret's.
    const guess = (n: number) => code.slice(0, 13) + 'BCD'[n - 1] + wrong(n).slice(-21)
    expect(await statusesOf([1, 2, 3].map((n) => () => preview(guess(n), `192.0.2.${n}`)))).toEqual([
      404, 404, 429,
    ])
    expect((await preview(code)).status).toBe(200)
    expect((await preview(wrong(1), '192.0.2.9')).status).toBe(404)
  })

  test('count by the address that the trusted proxy saw, whatever a client writes before it', async () => {
    await limitTo({ wrongPerAddress: 2 })
    const claims = ['198.51.100.1', '198.51.100.2', '198.51.100.3']
    expect(
      await statusesOf(claims.map((claim, n) => () => preview(wrong(n), `${claim}, ${NEIGHBOUR}`))),
    ).toEqual([404, 404, 429])
  })

  test('count by the /64 of IPv6, and for another one apart', async () => {
    await limitTo({ wrongPerAddress: 2 })
    const hosts = ['::1', '::2', ':ffff:ffff:ffff:ffff']
    expect(await statusesOf(hosts.map((host, n) => () => preview(wrong(n), `2001:db8:0:1${host}`)))).toEqual([
      404, 404, 429,
    ])
    expect((await preview(wrong(4), '2001:db8:0:2::1')).status).toBe(404)
  })

  test('with wrong codes count for openings as for looks ahead', async () => {
    await limitTo({ wrongPerAddress: 1 })
    const open = () => t.guest('open', { code: wrong(1), openId: crypto.randomUUID() })
    expect(await statusesOf([open, open])).toEqual([404, 429])
  })
})
