import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GuestOpenResponse } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

describe('the log', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const lines = () => t.logLines.map((line) => JSON.parse(line) as Record<string, unknown>)

  test('has one line for each request, naming its route and what it came to', async () => {
    const { code, share } = await t.share()
    await t.guest('preview', { code })
    await t.guest('preview', { code: 'A'.repeat(35) })
    await t.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
    await t.send('GET', '/share/api/me', undefined, 'foreign')
    await t.app.request('/nothing/here')
    expect(
      lines().map(({ method, route, status, outcome, reason }) => [method, route, status, outcome, reason]),
    ).toEqual([
      ['POST', '/share/api/shares', 201, undefined, undefined],
      ['POST', '/share/api/guest/preview', 200, undefined, undefined],
      ['POST', '/share/api/guest/preview', 404, 'link-unknown', undefined],
      ['DELETE', '/share/api/shares/:shareId', 200, undefined, undefined],
      ['GET', '/share/api/me', 401, 'not-signed-in', 'foreign'],
      ['GET', '/*', 404, 'not-found', undefined],
    ])
    expect(new Set(lines().map(({ requestId }) => requestId)).size).toBe(6)
    expect(lines().every(({ ms }) => typeof ms === 'number')).toBe(true)
  })

  test('holds no code, token, header, address, query, body or name, whatever happens', async () => {
    const secrets = {
      query: 'patient-name-in-a-query',
      header: 'secret-of-a-header',
      requestId: 'request-id-of-the-caller',
      openId: 'open-id-of-this-very-guest',
      address: '203.0.113.77',
      body: 'JustABodyNobodyAskedFor',
    }
    const { code, share, study, url } = await t.share()
    const headers = {
      Authorization: `Bearer ${secrets.header}`,
      Cookie: secrets.header,
      'Content-Type': 'application/json',
      'X-Request-Id': secrets.requestId,
      'X-Forwarded-For': secrets.address,
      'User-Agent': secrets.header,
    }
    const call = (path: string, body?: unknown) =>
      t.app.request(`${path}?name=${secrets.query}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    const opened = await call('/share/api/guest/open', { code, openId: secrets.openId })
    const { viewerUrl } = GuestOpenResponse.parse(await opened.json())
    const token = viewerUrl.slice(viewerUrl.indexOf('#token=') + 7)
    await t.resourceTokens.verify(token)
    await call('/share/api/guest/preview', { code: secrets.body })
    await call('/share/api/guest/open', { code, openId: secrets.openId, [secrets.body]: 1 })
    await call('/share/api/shares', { studies: [{ studyInstanceUID: secrets.body }] })
    await call(`/share/api/shares/${share.shareId}`)
    await call(`/share/s/${secrets.query}`)
    await call(`/${token}`)
    Object.assign(t.store, { getShare: () => Promise.reject(new Error(`boom ${code} ${secrets.body}`)) })
    expect((await call('/share/api/guest/open', { code, openId: secrets.openId })).status).toBe(500)

    const log = t.logLines.join('')
    expect(log).toContain('unexpected error')
    const forbidden = [
      ...Object.values(secrets),
      code,
      url,
      token,
      'slv_',
      'Bearer',
      'Dora Doctor',
      study.studyInstanceUID,
      study.orthancId,
      'boom',
    ]
    expect(forbidden.filter((text) => log.includes(text))).toEqual([])
  })
})
