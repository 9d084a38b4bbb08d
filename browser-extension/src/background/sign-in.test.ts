import { describe, expect, test, vi } from 'vitest'
import { createSignIn, type Memory } from './sign-in.ts'

const ROOT = 'https://h.example/share/'
const about = {
  issuer: 'https://id.example',
  clientId: 'studylink',
  scope: 'openid api://studylink/share',
  authorizationEndpoint: 'https://id.example/auth',
  namesIssuer: true,
}

const setUp = () => {
  let memory: Memory | undefined
  let nowMs = 0
  let tokenAnswer = () => Response.json({ accessToken: 'at', refreshToken: 'rt', expiresInSeconds: 300 })
  const launch = vi.fn<(url: string, interactive: boolean) => Promise<string>>(async (url) => {
    const state = new URL(url).searchParams.get('state')
    return `https://x.chromiumapp.org/?code=c&state=${state}&iss=${encodeURIComponent(about.issuer)}`
  })
  const posts: unknown[] = []
  const fetch = vi.fn<typeof globalThis.fetch>(async (url, init) => {
    if (String(url) === `${ROOT}api/sign-in`) return Response.json(about)
    posts.push(JSON.parse(String(init?.body)))
    return tokenAnswer()
  })
  const signIn = createSignIn({
    redirectUri: () => 'https://x.chromiumapp.org/',
    launch,
    memory: {
      get: async () => memory,
      set: async (value) => {
        memory = value
      },
    },
    fetch,
    now: () => nowMs,
  })
  return {
    signIn,
    launch,
    fetch,
    posts,
    memory: () => memory,
    pass: (ms: number) => (nowMs += ms),
    answer: (next: () => Response) => (tokenAnswer = next),
  }
}

const launched = (launch: ReturnType<typeof setUp>['launch'], call = 0) => {
  const [url = '', interactive] = launch.mock.calls[call] ?? []
  return { parameters: new URL(url).searchParams, interactive }
}

describe('signing in', () => {
  test('uses code and PKCE, and exchanges the code at the service', async () => {
    const t = setUp()
    expect(await t.signIn.signIn(ROOT)).toEqual({ kind: 'token', accessToken: 'at' })
    const { parameters, interactive } = launched(t.launch)
    expect(interactive).toBe(true)
    expect(parameters.get('code_challenge_method')).toBe('S256')
    expect(parameters.get('scope')).toBe('openid api://studylink/share')
    expect(parameters.has('prompt')).toBe(false)
    expect(t.posts).toEqual([
      expect.objectContaining({
        grantType: 'authorization_code',
        code: 'c',
        codeVerifier: expect.any(String),
      }),
    ])
  })

  test('is silent where there is a session', async () => {
    const t = setUp()
    expect(await t.signIn.getToken(ROOT)).toEqual({ kind: 'token', accessToken: 'at' })
    const { parameters, interactive } = launched(t.launch)
    expect([parameters.get('prompt'), interactive]).toEqual(['none', false])
  })

  test.each([
    ['another state', '?code=c&state=forged&iss=https%3A%2F%2Fid.example'],
    ['another issuer', '?code=c&state=STATE&iss=https%3A%2F%2Fevil.example'],
    ['no issuer', '?code=c&state=STATE'],
    ['a refusal', '?error=login_required&state=STATE&iss=https%3A%2F%2Fid.example'],
  ])('takes no code with %s', async (_what, query) => {
    const t = setUp()
    t.launch.mockImplementation(async (url) => {
      const state = new URL(url).searchParams.get('state') ?? ''
      return `https://x.chromiumapp.org/${query.replace('STATE', state)}`
    })
    expect(await t.signIn.signIn(ROOT)).toEqual({ kind: 'signed-out' })
    expect(t.posts).toEqual([])
  })

  test('says when the service does not know the extension, or does not answer', async () => {
    const t = setUp()
    t.answer(() => Response.json({ code: 'invalid-request', field: 'redirectUri' }, { status: 400 }))
    expect(await t.signIn.signIn(ROOT)).toEqual({ kind: 'unknown-extension' })
    t.fetch.mockRejectedValue(new TypeError('Failed to fetch'))
    expect(await t.signIn.signIn(ROOT)).toEqual({ kind: 'failed', failure: { kind: 'network' } })
  })
})

describe('the access token', () => {
  test('is kept for its time, then renewed without the provider’s page, one call at a time', async () => {
    const t = setUp()
    await t.signIn.signIn(ROOT)
    await t.signIn.getToken(ROOT)
    expect(t.posts).toHaveLength(1)
    t.pass(280_000)
    await Promise.all([t.signIn.getToken(ROOT), t.signIn.getToken(ROOT)])
    expect(t.posts.slice(1)).toEqual([{ grantType: 'refresh_token', refreshToken: 'rt' }])
    expect(t.launch).toHaveBeenCalledTimes(1)
  })

  test('comes from the session when the refresh token is dead', async () => {
    const t = setUp()
    await t.signIn.signIn(ROOT)
    t.pass(300_000)
    const good = () => Response.json({ accessToken: 'new', expiresInSeconds: 300 })
    t.answer(() => {
      t.answer(good)
      return Response.json({ code: 'not-signed-in' }, { status: 401 })
    })
    expect(await t.signIn.getToken(ROOT)).toEqual({ kind: 'token', accessToken: 'new' })
    expect(launched(t.launch, 1).interactive).toBe(false)
  })

  test('is never given to another service', async () => {
    const t = setUp()
    await t.signIn.signIn(ROOT)
    t.fetch.mockRejectedValue(new TypeError('Failed to fetch'))
    expect(await t.signIn.getToken('https://other.example/share/')).toEqual({
      kind: 'failed',
      failure: { kind: 'network' },
    })
  })
})

test('after signing out nobody is signed in unasked, and the provider asks for the password', async () => {
  const t = setUp()
  await t.signIn.signIn(ROOT)
  await t.signIn.signOut(ROOT)
  expect(JSON.stringify(t.memory())).not.toContain('at"')
  expect(await t.signIn.getToken(ROOT)).toEqual({ kind: 'signed-out' })
  await t.signIn.signIn(ROOT)
  expect(launched(t.launch, 1).parameters.get('prompt')).toBe('login')
})
