import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EXTENSION_REDIRECT_URIS, type Problem } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'
import { createSignInProvider } from './provider.ts'

const ISSUER = 'https://id.example.org/realms/test'
const INSIDE = 'http://keycloak:8080/realms/test'
const [redirectUri] = EXTENSION_REDIRECT_URIS
const CODE = {
  grantType: 'authorization_code',
  code: 'a-secret-code',
  codeVerifier: 'v'.repeat(43),
  redirectUri,
}
const discovery = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  authorization_response_iss_parameter_supported: true,
}
const tokens = { access_token: 'at', refresh_token: 'rt', token_type: 'Bearer', expires_in: 300 }
type Fetch = typeof fetch

describe('the sign-in of browser extensions', () => {
  let t: TestApp
  let answerToken: () => Response
  let asked: ReturnType<typeof vi.fn<Fetch>>
  beforeEach(async () => {
    answerToken = () => Response.json(tokens)
    asked = vi.fn<Fetch>(async (url) =>
      String(url).endsWith('openid-configuration') ? Response.json(discovery) : answerToken(),
    )
    const provider = createSignInProvider({
      issuer: ISSUER,
      fetchBase: INSIDE,
      clientId: 'studylink',
      scope: 'openid profile email',
      clock: () => 0,
      fetch: asked,
    })
    t = await createTestApp({
      signIn: {
        provider,
        redirectUris: EXTENSION_REDIRECT_URIS,
        trustedProxyHops: 1,
        perAddressAndMinute: 5,
      },
    })
  })
  afterEach(() => t.close())

  const exchange = (body: unknown, headers: Record<string, string> = {}) =>
    t.app.request('/share/api/sign-in/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  test('begins where the provider says', async () => {
    const answer = await t.app.request('/share/api/sign-in')
    expect(await answer.json()).toEqual({
      issuer: ISSUER,
      clientId: 'studylink',
      scope: 'openid profile email',
      authorizationEndpoint: `${ISSUER}/auth`,
      namesIssuer: true,
    })
  })

  test('exchanges a code at the provider’s token endpoint, inside the network, as the public client', async () => {
    const answer = await exchange(CODE)
    expect(await answer.json()).toEqual({ accessToken: 'at', refreshToken: 'rt', expiresInSeconds: 300 })
    const [url, init] = asked.mock.calls.at(-1) ?? []
    expect(url).toBe(`${INSIDE}/token`)
    expect(Object.fromEntries(new URLSearchParams(String(init?.body)))).toEqual({
      client_id: 'studylink',
      grant_type: 'authorization_code',
      code: CODE.code,
      code_verifier: CODE.codeVerifier,
      redirect_uri: redirectUri,
    })
  })

  test('renews by refresh token', async () => {
    expect((await exchange({ grantType: 'refresh_token', refreshToken: 'rt' })).status).toBe(200)
    expect(String(asked.mock.calls.at(-1)?.[1]?.body)).toContain('grant_type=refresh_token')
  })

  test('refuses a way back that is not listed, and asks nobody', async () => {
    const answer = await exchange({ ...CODE, redirectUri: 'https://evil.example/' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid-request', field: 'redirectUri' })
    expect(asked).not.toHaveBeenCalled()
  })

  test.each([
    { ...CODE, codeVerifier: 'short' },
    { ...CODE, grantType: 'client_credentials' },
    { ...CODE, tokenEndpoint: 'https://evil.example' },
    { grantType: 'refresh_token' },
  ])('refuses what is no such exchange (%#)', async (body) => {
    expect((await exchange(body)).status).toBe(400)
    expect(asked).not.toHaveBeenCalled()
  })

  test('takes a dead grant for signed out', async () => {
    answerToken = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
    const answer = await exchange(CODE)
    expect(answer.status).toBe(401)
    expect(((await answer.json()) as Problem).code).toBe('not-signed-in')
  })

  test.each([
    ['silence', () => Promise.reject(new TypeError('fetch failed')) as never],
    ['an error page', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['a client that it does not know', () => Response.json({ error: 'invalid_client' }, { status: 401 })],
  ])('is unavailable at %s', async (_what, answer) => {
    answerToken = answer
    expect((await exchange(CODE)).status).toBe(503)
  })

  test('writes no code and no token into the log', async () => {
    await exchange(CODE)
    answerToken = () =>
      Response.json({ error: 'invalid_grant', error_description: CODE.code }, { status: 400 })
    await exchange(CODE)
    const log = t.logLines.join('')
    expect(log).toContain('/share/api/sign-in/token')
    for (const secret of [CODE.code, CODE.codeVerifier, tokens.refresh_token + '"', '"at"'])
      expect(log).not.toContain(secret)
  })

  test('is counted by address', async () => {
    const ask = () => t.app.request('/share/api/sign-in', { headers: { 'X-Forwarded-For': '192.0.2.7' } })
    for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(200)
    const refused = await ask()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
  })

  test.each([
    ['chrome-extension://ihhpbehpcfgfgjgnpfemhhimkggaklpm', true],
    ['moz-extension://0f4ae6a5-1c2d-4a4e-9c3a-3f4f1f5c9b11', true],
    ['chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', false],
    ['https://evil.example', false],
  ])('lets the pages of %s read answers: %s', async (Origin, allowed) => {
    const answer = await t.app.request('/share/api/config', { headers: { Origin } })
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(allowed ? Origin : null)
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
    const guest = await t.app.request('/share/api/guest/preview', { method: 'OPTIONS', headers: { Origin } })
    expect(guest.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})
