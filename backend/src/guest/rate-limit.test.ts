import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Problem } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

describe('too many guest requests', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp({ guestLimits: { perAddress: 3, perShare: 2 } })))
  afterEach(() => t.close())

  const preview = (code: string, address: string) =>
    t.app.request('/share/api/guest/preview', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
      body: JSON.stringify({ code }),
    })

  test('from one address are refused, saying when to come back', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await preview('A'.repeat(35), '192.0.2.1')).status)
    expect(statuses).toEqual([404, 404, 404])
    const response = await preview('A'.repeat(35), '192.0.2.1')
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(((await response.json()) as Problem).code).toBe('too-many-requests')
    expect((await preview('A'.repeat(35), '192.0.2.2')).status).toBe(404)
  })

  test('for one share are refused from wherever they come; other shares go on', async () => {
    const [one, other] = [await t.share(), await t.share()]
    expect((await preview(one.code, '192.0.2.1')).status).toBe(200)
    expect((await preview(one.code, '192.0.2.2')).status).toBe(200)
    expect((await preview(one.code, '192.0.2.3')).status).toBe(429)
    expect((await preview(other.code, '192.0.2.3')).status).toBe(200)
  })
})
