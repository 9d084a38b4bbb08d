import { afterEach, describe, expect, it, vi } from 'vitest'
import { getAccessToken, languageOf, signInOf, themeOf } from './oe2-host.ts'

describe('the access token', () => {
  it('is renewed before it is taken', async () => {
    const keycloak = {
      token: 'old',
      updateToken: vi.fn<(seconds: number) => Promise<boolean>>(async () => {
        keycloak.token = 'new'
        return true
      }),
    }
    expect(await getAccessToken({ keycloak })).toBe('new')
    expect(keycloak.updateToken).toHaveBeenCalledWith(30)
  })

  it('is the present one when it cannot be renewed', async () => {
    const keycloak = { token: 'old', updateToken: () => Promise.reject(new Error('offline')) }
    expect(await getAccessToken({ keycloak })).toBe('old')
  })

  it('is none when the renewal has ended the sign-in', async () => {
    const keycloak: { token?: string; updateToken(): Promise<boolean> } = {
      token: 'old',
      updateToken: async () => {
        delete keycloak.token
        throw new Error('session ended')
      },
    }
    expect(await getAccessToken({ keycloak })).toBeUndefined()
  })
})

describe('signing in again', () => {
  it('is left to OE2, and nobody has signed in before the page comes back', async () => {
    const login = vi.fn<() => Promise<void>>(async () => {})
    const signIn = signInOf({ keycloak: { updateToken: async () => false, login } })
    expect(await signIn?.()).toBe(false)
    expect(login).toHaveBeenCalledOnce()
  })

  it('is not offered where OE2 signs nobody in', () => {
    expect(signInOf({})).toBeUndefined()
  })
})

describe('the looks', () => {
  afterEach(() => document.documentElement.removeAttribute('data-bs-theme'))

  it('are dark where OE2 is, whatever the system prefers', () => {
    expect(themeOf(document)).toBe('light')
    document.documentElement.setAttribute('data-bs-theme', 'dark')
    expect(themeOf(document)).toBe('dark')
  })

  it('speak the language chosen in OE2, and are silent about it where storage is blocked', () => {
    expect(languageOf(() => ({ getItem: (key) => (key === 'OE2.languageKey' ? 'de' : null) }))).toBe('de')
    expect(languageOf(() => ({ getItem: () => null }))).toBeUndefined()
    expect(
      languageOf(() => {
        throw new DOMException('blocked', 'SecurityError')
      }),
    ).toBeUndefined()
  })
})
