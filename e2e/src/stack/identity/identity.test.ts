import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { provideSecrets } from '../secrets.ts'
import { startIdentity, type IdentityServer } from './server.ts'

const PUBLIC_URL = new URL('http://pacs.example:8080')
const REALM = `${PUBLIC_URL.origin}/keycloak/realms/orthanc`
const REDIRECT_URI = `${PUBLIC_URL.origin}/ohif/callback`

/** A browser behind the gateway: keeps cookies, follows nothing. */
class Browser {
  private readonly cookies = new Map<string, string>()
  private readonly innerUrl: string

  constructor(innerUrl: string) {
    this.innerUrl = innerUrl
  }

  async ask(
    address: string,
    form?: Record<string, string>,
    origin: string = PUBLIC_URL.origin,
  ): Promise<Response> {
    const { pathname, search } = new URL(address, PUBLIC_URL)
    const response = await fetch(this.innerUrl + pathname + search, {
      redirect: 'manual',
      headers: {
        'X-Forwarded-Host': PUBLIC_URL.host,
        'X-Forwarded-Proto': 'http',
        ...(form ? { Origin: origin } : {}),
        Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      this.cookies.set(name, value)
    }
    return response
  }
}

const location = (response: Response) => response.headers.get('Location') ?? ''

describe('the embedded identity provider', () => {
  let folder: string
  let identity: IdentityServer

  const start = async () => {
    const { signInKeys: keys, cookieKeys } = await provideSecrets(join(folder, 'secrets.json'))
    return startIdentity({ publicUrl: PUBLIC_URL, dataFolder: folder, keys, cookieKeys })
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studylink-identity-'))
    identity = await start()
  })
  afterAll(async () => {
    await identity.stop()
    await rm(folder, { recursive: true })
  })

  /** @returns the sign-in page's address, and how to end the sign-in with a code */
  const begin = async (browser: Browser, redirectUri = REDIRECT_URI) => {
    const verifier = randomBytes(32).toString('base64url')
    const query = new URLSearchParams({
      client_id: 'studylink',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile email',
      state: 'abc',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    const answer = await browser.ask(`/keycloak/realms/orthanc/protocol/openid-connect/auth?${query}`)
    return { answer, page: location(answer), verifier }
  }

  const token = (browser: Browser, form: Record<string, string>) =>
    browser.ask('/keycloak/realms/orthanc/protocol/openid-connect/token', { client_id: 'studylink', ...form })

  const signIn = async (username: string) => {
    const browser = new Browser(identity.url)
    const { page, verifier } = await begin(browser)
    const signedIn = await browser.ask(page, { username, password: 'change-me' })
    const back = new URL(location(await browser.ask(location(signedIn))))
    const answer = await token(browser, {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
    })
    return {
      browser,
      tokens: (await answer.json()) as Record<'access_token' | 'refresh_token' | 'id_token', string>,
    }
  }

  const verify = async (accessToken: string) => {
    const keys = await (await fetch(`${identity.innerUrl}/protocol/openid-connect/certs`)).json()
    return jwtVerify(accessToken, createLocalJWKSet(keys as JSONWebKeySet), {
      issuer: REALM,
      audience: 'account',
      algorithms: ['RS256'],
    })
  }

  it('tells the public issuer on its inner address, where servers ask', async () => {
    const answer = await fetch(`${identity.innerUrl}/.well-known/openid-configuration`)
    expect(await answer.json()).toMatchObject({ issuer: REALM })
  })

  it.each([
    ['admin', 'admin-role'],
    ['doctor', 'doctor-role'],
    ['external', 'external-role'],
  ])('gives %s an access token with the claims of Keycloak', async (username, role) => {
    const { tokens } = await signIn(username)
    const { payload, protectedHeader } = await verify(tokens.access_token)
    expect(protectedHeader.typ).toBe('JWT')
    expect(payload).toMatchObject({
      typ: 'Bearer',
      azp: 'studylink',
      preferred_username: username,
      realm_access: { roles: [role] },
      scope: 'openid profile email',
      sid: expect.any(String),
    })
  })

  it('shows a form with labels, and says so when the password is wrong', async () => {
    const browser = new Browser(identity.url)
    const { page } = await begin(browser)
    const form = await browser.ask(page)
    expect(await form.text()).toMatch(
      /<label for="username">Username<\/label>[^]*<label for="password">Password/,
    )
    expect(form.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    const refused = await browser.ask(page, { username: '<b>"doctor', password: 'wrong' })
    expect(refused.status).toBe(401)
    const text = await refused.text()
    expect(text).toContain('role="alert"')
    expect(text).not.toContain('<b>')
  })

  it('explains a sign-in that was begun in another browser', async () => {
    const { page } = await begin(new Browser(identity.url))
    const answer = await new Browser(identity.url).ask(page, { username: 'doctor', password: 'change-me' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Sign-in expired')
  })

  it('sends nobody back to a foreign address', async () => {
    const { answer } = await begin(new Browser(identity.url), 'http://elsewhere.example/callback')
    expect(answer.status).toBe(400)
    expect(location(answer)).toBe('')
  })

  it('gives pages of another origin no token', async () => {
    const { browser, tokens } = await signIn('doctor')
    const form = { client_id: 'studylink', grant_type: 'refresh_token', refresh_token: tokens.refresh_token }
    const path = '/keycloak/realms/orthanc/protocol/openid-connect/token'
    const answer = await browser.ask(path, form, 'http://elsewhere.example')
    expect(answer.status).toBe(400)
    expect(await answer.json()).not.toHaveProperty('access_token')
  })

  it('renews access tokens, after a restart too, and keeps what it remembers to itself', async () => {
    const { browser, tokens } = await signIn('doctor')
    const first = await token(browser, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token })
    const renewed = (await first.json()) as typeof tokens
    await expect(verify(renewed.access_token)).resolves.toBeDefined()

    await identity.stop()
    expect((await stat(join(folder, 'sign-ins.json'))).mode & 0o077).toBe(0)
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o077).toBe(0)
    identity = await start()
    const later = await token(new Browser(identity.url), {
      grant_type: 'refresh_token',
      refresh_token: renewed.refresh_token ?? tokens.refresh_token,
    })
    await expect(verify(((await later.json()) as typeof tokens).access_token)).resolves.toBeDefined()
  })

  it('asks before it signs out, and then asks for the password again', async () => {
    const { browser, tokens } = await signIn('doctor')
    const path = '/keycloak/realms/orthanc/protocol/openid-connect/logout'
    const page = await (await browser.ask(`${path}?id_token_hint=${tokens.id_token}`)).text()
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? []
    await browser.ask(action, { xsrf, logout: 'yes' })
    const { page: next } = await begin(browser)
    expect(next).toContain('/interaction/')
  })
})
