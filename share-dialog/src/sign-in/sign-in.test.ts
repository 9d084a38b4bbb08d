import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFakeProvider } from '../testing/fake-provider.ts'
import { answerOpener, createSignIn, type SignIn } from './sign-in.ts'

const ROOT = 'https://hospital.example/share/'
const oidc = {
  authority: 'https://hospital.example/keycloak/realms/orthanc',
  clientId: 'studylink',
  scope: 'openid api://studylink/share',
}

let provider: ReturnType<typeof createFakeProvider>
let signIn: SignIn
let visited: string[]
let now: number

beforeEach(() => {
  provider = createFakeProvider({ issuer: oidc.authority, clientId: oidc.clientId })
  vi.stubGlobal('fetch', provider.fetch)
  sessionStorage.clear()
  visited = []
  now = Date.now()
  signIn = createSignIn({
    shareRoot: ROOT,
    oidc,
    storage: sessionStorage,
    now: () => now,
    navigate: (url) => void visited.push(url),
  })
})
afterEach(() => vi.unstubAllGlobals())

const signInByRedirect = async () => {
  await signIn.byRedirect('/share/', { silent: false })
  return signIn.finishRedirect(provider.signIn(visited.pop() ?? ''))
}
const keptInStorage = () => JSON.stringify({ ...sessionStorage })

describe('by redirect', () => {
  test('asks for a code with PKCE, and leads back to where it began with a token', async () => {
    await signIn.byRedirect('/share/new?studies=1.2', { silent: false })
    const asked = new URL(visited[0] ?? '').searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'studylink',
      response_type: 'code',
      scope: 'openid api://studylink/share',
      redirect_uri: `${ROOT}callback`,
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/)
    expect(asked.has('prompt')).toBe(false)

    const finished = await signIn.finishRedirect(provider.signIn(visited[0] ?? ''))
    expect(finished).toEqual({ returnTo: '/share/new?studies=1.2', outcome: { kind: 'signed-in' } })
    expect(await signIn.getAccessToken()).toBe('access-1')
  })

  test('keeps nothing in the tab’s storage that is of use to anybody afterwards', async () => {
    await signInByRedirect()
    expect(keptInStorage()).toBe('{}')
  })

  test('silently asks nobody anything, and tells when nobody is signed in', async () => {
    await signIn.byRedirect('/share/', { silent: true })
    expect(new URL(visited[0] ?? '').searchParams.get('prompt')).toBe('none')
    const answer = provider.refuse(visited[0] ?? '', 'login_required')
    expect((await signIn.finishRedirect(answer))?.outcome).toEqual({ kind: 'signed-out' })
    expect(await signIn.getAccessToken()).toBeUndefined()
  })

  test('takes an answer once, and none that this tab did not ask for', async () => {
    await signIn.byRedirect('/share/', { silent: false })
    const answer = provider.signIn(visited[0] ?? '')
    const foreign = new URL(answer)
    foreign.searchParams.set('state', 'of-somebody-else')
    expect(await signIn.finishRedirect(foreign)).toBeUndefined()
    expect((await signIn.finishRedirect(answer))?.outcome.kind).toBe('signed-in')
    expect(await signIn.finishRedirect(answer)).toBeUndefined()
  })

  test('fails when the code is refused, and when the tokens answer another question', async () => {
    await signIn.byRedirect('/share/', { silent: false })
    const answer = provider.signIn(visited.pop() ?? '')
    answer.searchParams.set('code', 'guessed')
    expect((await signIn.finishRedirect(answer))?.outcome).toEqual({ kind: 'failed' })
    provider.mixUpNonces()
    expect((await signInByRedirect())?.outcome).toEqual({ kind: 'failed' })
    expect(await signIn.getAccessToken()).toBeUndefined()
  })

  test('goes nowhere while the provider is away', async () => {
    provider.goAway()
    expect(await signIn.byRedirect('/share/', { silent: false })).toEqual({ kind: 'failed' })
    expect(visited).toEqual([])
    expect(keptInStorage()).toBe('{}')
  })
})

describe('by a window', () => {
  const openWindow = () => {
    const popup = { closed: false, location: { href: '' }, close: vi.fn<() => void>() }
    const open = vi.fn<() => typeof popup>(() => popup)
    vi.stubGlobal('open', open)
    return { popup, open }
  }

  test('opens it in the click itself, and takes what it brings back', async () => {
    const { popup, open } = openWindow()
    const closeWindow = vi.fn<() => void>()
    vi.stubGlobal('close', closeWindow)
    const outcome = signIn.byPopup()
    expect(open).toHaveBeenCalledOnce()
    await vi.waitFor(() => expect(popup.location.href).not.toBe(''))
    answerOpener(provider.signIn(popup.location.href))
    expect(await outcome).toEqual({ kind: 'signed-in' })
    expect(closeWindow).toHaveBeenCalledOnce()
    expect(await signIn.getAccessToken()).toBe('access-1')
    expect(keptInStorage()).toBe('{}')
  })

  test('does not hear the answer of another sign-in', async () => {
    const { popup } = openWindow()
    vi.stubGlobal('close', () => {})
    const outcome = signIn.byPopup()
    await vi.waitFor(() => expect(popup.location.href).not.toBe(''))
    answerOpener(new URL(`${ROOT}callback?code=guessed&state=of-somebody-else`))
    answerOpener(provider.signIn(popup.location.href))
    expect(await outcome).toEqual({ kind: 'signed-in' })
  })

  test('says so when the browser lets none open', async () => {
    vi.stubGlobal('open', () => null)
    expect(await signIn.byPopup()).toEqual({ kind: 'blocked' })
  })

  test('closes it when the provider is away', async () => {
    const { popup } = openWindow()
    provider.goAway()
    expect(await signIn.byPopup()).toEqual({ kind: 'failed' })
    expect(popup.close).toHaveBeenCalledOnce()
  })
})

describe('a token that is about to end', () => {
  beforeEach(async () => {
    await signInByRedirect()
    now += 271_000
  })

  test('is renewed once, however many ask', async () => {
    const asked = [signIn.getAccessToken(), signIn.getAccessToken()]
    expect(await Promise.all(asked)).toEqual(['access-2', 'access-2'])
  })

  test('is gone when the provider has ended the session', async () => {
    provider.endSession()
    expect(await signIn.getAccessToken()).toBeUndefined()
  })

  test('stays while the provider is away: the service judges it', async () => {
    provider.goAway()
    expect(await signIn.getAccessToken()).toBe('access-1')
  })
})

test('signing out forgets the tokens and ends the session at the provider, which leads back', async () => {
  await signInByRedirect()
  await signIn.signOut()
  expect(await signIn.getAccessToken()).toBeUndefined()
  const url = new URL(visited[0] ?? '')
  expect(url.origin + url.pathname).toBe(`${oidc.authority}/logout`)
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'studylink',
    post_logout_redirect_uri: ROOT,
    id_token_hint: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  })
})
