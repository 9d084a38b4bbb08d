import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { problemStatus, type Problem } from './contract/index.ts'
import { problem } from './http/problem.ts'
import { StoreUnavailableError } from './store/store-unavailable.ts'
import { createTestApp, type TestApp } from './testing/create-test-app.ts'

const problemOf = async (response: Response) => (await response.json()) as Problem

describe('the service', () => {
  let t: TestApp
  beforeEach(async () => {
    t = await createTestApp({
      corsOrigins: ['https://viewer.example.org'],
      mountInner: (app) => {
        app.get('/inner/broken', () => {
          throw new Error('a patient called Doe')
        })
        app.get('/inner/problem/:code', (c) => problem(c, c.req.param('code') as Problem['code']))
      },
    })
  })
  afterEach(() => t.close())

  test('answers an unknown route with a problem document', async () => {
    for (const path of ['/', '/nothing', '/share/api/nothing', '/share/nothing', '/share/s']) {
      const response = await t.app.request(path)
      expect(response.status).toBe(404)
      expect(response.headers.get('Content-Type')).toContain('application/problem+json')
      expect(await problemOf(response)).toMatchObject({ code: 'not-found' })
    }
  })

  test('answers the unexpected with its request id and no message', async () => {
    const response = await t.app.request('/inner/broken')
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('Doe')
    const { code, requestId } = JSON.parse(text) as Problem
    expect(code).toBe('internal-error')
    expect(
      t.logLines.some((line) => line.includes(`${requestId}`) && line.includes('unexpected error')),
    ).toBe(true)
    expect(t.logLines.join('')).not.toContain('Doe')
  })

  test('gives each problem its status, and 503 a time to come back', async () => {
    for (const [code, status] of Object.entries(problemStatus)) {
      const response = await t.app.request(`/inner/problem/${code}`)
      expect(response.status).toBe(status)
      expect(response.headers.has('Retry-After')).toBe(status === 503)
      expect(await problemOf(response)).toMatchObject({ type: `urn:studylink:problem:${code}`, code, status })
    }
  })

  test('says that the store is unavailable, and grants nothing meanwhile', async () => {
    const { code, share } = await t.share()
    const down = () => Promise.reject(new StoreUnavailableError('SQLITE_IOERR', undefined))
    Object.assign(t.store, { getShare: down, createShare: down })
    const study = t.studies.add('1.2.3')
    for (const response of [
      await t.guest('open', { code, openId: crypto.randomUUID() }),
      await t.guest('preview', { code }),
      await t.send('POST', '/share/api/shares', { studies: [{ orthancId: study.orthancId }] }, 'doctor'),
      await t.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor'),
    ]) {
      expect(response.status).toBe(503)
      expect(response.headers.get('Retry-After')).toBe('5')
      expect(await problemOf(response)).toMatchObject({ code: 'store-unavailable' })
    }
  })

  test('is up, and ready when store and identity are', async () => {
    expect((await t.app.request('/healthz')).status).toBe(200)
    expect(await (await t.app.request('/readyz')).json()).toEqual({
      ready: true,
      checks: { store: true, identity: true },
    })
    t.stopIdentity()
    const response = await t.app.request('/readyz')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ ready: false, checks: { identity: false } })
  })

  test('lets listed origins call the API without cookies, and none the guest routes', async () => {
    const allowedFor = async (path: string, origin: string) => {
      const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' }
      const preflight = await t.app.request(path, { method: 'OPTIONS', headers })
      const simple = await t.app.request(path, { headers: { Origin: origin } })
      for (const response of [preflight, simple])
        expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull()
      return [preflight, simple].map((response) => response.headers.get('Access-Control-Allow-Origin'))
    }
    const listed = 'https://viewer.example.org'
    expect(await allowedFor('/share/api/shares', listed)).toEqual([listed, listed])
    expect(await allowedFor('/share/api/shares', 'https://evil.example.org')).toEqual([null, null])
    expect(await allowedFor('/share/api/guest/open', listed)).toEqual([null, null])
    expect(await allowedFor('/healthz', listed)).toEqual([null, null])
  })

  test('stores no answer of the API anywhere and lets none be framed', async () => {
    const { headers } = await t.app.request('/share/api/config')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Set-Cookie')).toBeNull()
  })
})
