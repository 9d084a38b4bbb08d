import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SignIn, SignInOutcome } from './sign-in.ts'
import { createPopupSession } from './popup-session.ts'

const oidc = {
  authority: 'https://hospital.example/keycloak/realms/orthanc',
  clientId: 'studylink',
  scope: 'openid profile email',
}

const popup = { close: vi.fn<() => void>() }
const openWindow = vi.fn<() => typeof popup | null>(() => popup)
beforeEach(() => {
  vi.clearAllMocks()
  openWindow.mockReturnValue(popup)
  vi.stubGlobal('open', openWindow)
})
afterEach(() => vi.unstubAllGlobals())

const make = (load?: () => Promise<never>) => {
  let token: string | undefined
  const byPopup = vi.fn<() => Promise<SignInOutcome>>(async () => {
    token = 'of-the-window'
    return { kind: 'signed-in' }
  })
  const signIn = { getAccessToken: async () => token, byPopup } as Partial<SignIn> as SignIn
  const createSignIn = vi.fn<() => SignIn>(() => signIn)
  const session = createPopupSession({
    shareRoot: new URL('https://hospital.example/share/'),
    getAccessToken: async () => 'of-the-page',
    load: load ?? (async () => ({ createSignIn })),
  })
  return { session, createSignIn, end: () => (token = undefined) }
}

test('the page’s token is used until somebody signs in here, and again when that has ended', async () => {
  const { session, createSignIn, end } = make()
  expect(await session.getAccessToken()).toBe('of-the-page')
  expect(await session.byPopup(oidc)).toEqual({ kind: 'signed-in' })
  expect(await session.getAccessToken()).toBe('of-the-window')
  end()
  expect(await session.getAccessToken()).toBe('of-the-page')
  await session.byPopup(oidc)
  expect(createSignIn).toHaveBeenCalledOnce()
})

test('the window opens in the click itself, before anything is loaded', async () => {
  const { session } = make()
  const signingIn = session.byPopup(oidc)
  expect(openWindow).toHaveBeenCalledOnce()
  await signingIn
})

test('where the browser lets none open, nothing is loaded', async () => {
  openWindow.mockReturnValue(null)
  const { session, createSignIn } = make()
  expect(await session.byPopup(oidc)).toEqual({ kind: 'blocked' })
  expect(createSignIn).not.toHaveBeenCalled()
})

test('a file that cannot be loaded is a sign-in that failed, and its window closes', async () => {
  const { session } = make(async () => Promise.reject(new Error('offline')))
  expect(await session.byPopup(oidc)).toEqual({ kind: 'failed' })
  expect(popup.close).toHaveBeenCalledOnce()
})
