import { fireEvent, waitFor, within } from '@testing-library/preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openShareDialog, type ShareDialogHandle, type ShareDialogOptions } from './open-share-dialog.tsx'
import { makeConfig, makeCreated, makeMe, makeStudy } from './testing/fixtures.ts'

type Fetch = typeof globalThis.fetch
const answer = (url: string): Response | undefined => {
  if (url.endsWith('/config')) return Response.json(makeConfig())
  if (/\/shares\?/.test(url)) return Response.json({ shares: [], nextCursor: null })
  return url.endsWith('/me') ? Response.json(makeMe()) : undefined
}
const serve = (create: () => Response = () => Response.json(makeCreated(), { status: 201 })) => {
  const fetch = vi.fn<Fetch>(async (url) => answer(String(url)) ?? create())
  vi.stubGlobal('fetch', fetch)
  return fetch
}
const opened: ShareDialogHandle[] = []
const open = (options: Partial<ShareDialogOptions> = {}) => {
  const handle = openShareDialog({
    shareRoot: '/share/',
    studies: [makeStudy()],
    getAccessToken: async () => 'token',
    language: 'en-GB',
    ...options,
  })
  opened.push(handle)
  const host = document.querySelector('studylink-share-dialog') as HTMLElement
  return { ...handle, host, view: within(host.shadowRoot as unknown as HTMLElement) }
}

beforeEach(() => void serve())
afterEach(() => {
  for (const dialog of opened.splice(0)) dialog.close()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

test('names patient, birth date, study date and description at its head', async () => {
  const { view } = open()
  expect(await view.findByRole('heading', { name: 'Lindqvist, Margarethe' })).toBeTruthy()
  for (const fact of ['12 March 1961', '4711', 'CT thorax', /19 November 2026/]) {
    expect(view.getByText(fact)).toBeTruthy()
  }
})

test('leads to «my shares» in another tab, also while sharing is not possible', async () => {
  const { view } = open({ shareRoot: 'https://hospital.example/share/', studies: [] })
  await view.findByRole('heading', { name: 'Sharing is not possible right now' })
  const link = view.getByRole<HTMLAnchorElement>('link', { name: 'My shares' })
  expect(link.href).toBe('https://hospital.example/share/')
  expect(link.target).toBe('_blank')
})

test('makes a link with one click and shows it read-only', async () => {
  const { view } = open()
  fireEvent.click(await view.findByRole('button', { name: 'Create link' }))
  const field = await view.findByLabelText<HTMLInputElement>('Link')
  expect(field.value).toBe(makeCreated().url)
  expect(field.readOnly).toBe(true)
  expect(await view.findByRole('img', { name: 'QR code of the link' })).toBeTruthy()
})

test('asks for every patient to be confirmed before there is a form', async () => {
  const other = makeStudy({ studyInstanceUID: '1.2.4', patientName: 'Berg^Karl', patientId: '8150' })
  const { view } = open({ studies: [makeStudy(), other] })
  const next = await view.findByRole('button', { name: 'Continue' })
  expect(view.getByRole('heading', { name: 'Lindqvist, Margarethe' })).toBeTruthy()
  expect(view.getByRole('heading', { name: 'Berg, Karl' })).toBeTruthy()
  fireEvent.click(next)
  expect(view.getByRole('alert').textContent).toContain('Tick the box')
  expect(view.queryByRole('button', { name: 'Create link' })).toBeNull()
  fireEvent.click(view.getByRole('checkbox'))
  fireEvent.click(next)
  expect(await view.findByRole('button', { name: 'Create link' })).toBeTruthy()
})

test('tells a refusal in words and offers what helps', async () => {
  serve(() => Response.json({ code: 'orthanc-unavailable', requestId: 'r-42' }, { status: 503 }))
  const { view } = open()
  fireEvent.click(await view.findByRole('button', { name: 'Create link' }))
  expect(await view.findByRole('heading', { name: 'No link was created' })).toBeTruthy()
  expect(view.getByText(/r-42/)).toBeTruthy()
  serve()
  fireEvent.click(view.getByRole('button', { name: 'Try again' }))
  expect(await view.findByLabelText('Link')).toBeTruthy()
})

test('offers to sign in where the host gives a way, and goes on from there', async () => {
  let accessToken: string | undefined
  const { view } = open({
    getAccessToken: async () => accessToken,
    signIn: async () => {
      accessToken = 'token'
      return true
    },
  })
  fireEvent.click(await view.findByRole('button', { name: 'Sign in' }))
  expect(await view.findByRole('button', { name: 'Create link' })).toBeTruthy()
})

test('offers no sign-in that its host does not have, and stays when nobody signs in', async () => {
  const without = open({ getAccessToken: async () => undefined })
  await without.view.findByRole('button', { name: 'Try again' })
  expect(without.view.queryByRole('button', { name: 'Sign in' })).toBeNull()
  without.close()
  const { view } = open({ getAccessToken: async () => undefined, signIn: async () => false })
  fireEvent.click(await view.findByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(view.getByRole('button', { name: 'Sign in' })).toBeTruthy())
  expect(view.queryByRole('button', { name: 'Create link' })).toBeNull()
})

describe('where the page’s own sign-in has ended and the service names its provider', () => {
  beforeEach(() => {
    const oidc = { authority: 'https://hospital.example/realm', clientId: 'studylink', scope: 'openid' }
    vi.stubGlobal('fetch', async (url: string) =>
      url.endsWith('/config')
        ? Response.json({ ...makeConfig(), oidc })
        : Response.json({ code: 'not-signed-in' }, { status: 401 }),
    )
    vi.stubGlobal('open', openWindow)
    openWindow.mockClear()
  })
  const openWindow = vi.fn<() => null>(() => null)
  const pressSignIn = async (options: Partial<ShareDialogOptions>) => {
    const signIn = vi.fn<() => Promise<boolean>>(async () => false)
    const { view } = open({ signIn, ...options })
    fireEvent.click(await view.findByRole('button', { name: 'Sign in' }))
    return signIn
  }

  test('a window is tried first, and the host’s way where the browser lets none open', async () => {
    const signIn = await pressSignIn({})
    expect(openWindow).toHaveBeenCalledOnce()
    await waitFor(() => expect(signIn).toHaveBeenCalledOnce())
  })

  test('a page of another origin than the service’s goes the host’s way', async () => {
    const signIn = await pressSignIn({ shareRoot: 'https://hospital.example/share/' })
    expect(signIn).toHaveBeenCalledOnce()
    expect(openWindow).not.toHaveBeenCalled()
  })
})

test('shows the texts of the language when they come', async () => {
  serve(() => Response.json({ dialog: { 'dialog.title_one': 'Partager l’examen' } }))
  const { view } = open({ language: 'fr' })
  expect(await view.findByRole('heading', { name: 'Partager l’examen' })).toBeTruthy()
})

test('keeps what is typed in it from the page', async () => {
  const hotkey = vi.fn<() => void>()
  for (const type of ['keydown', 'keyup', 'keypress']) document.addEventListener(type, hotkey)
  const { view, close } = open()
  const button = await view.findByRole('button', { name: 'Create link' })
  for (const type of ['keydown', 'keyup', 'keypress']) {
    button.dispatchEvent(new KeyboardEvent(type, { key: 'i', bubbles: true, composed: true }))
  }
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'i', bubbles: true }))
  expect(hotkey).not.toHaveBeenCalled()
  close()
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'i', bubbles: true }))
  expect(hotkey).toHaveBeenCalledOnce()
})

describe('closing', () => {
  test('leaves nothing behind, tells the host and gives the focus back', async () => {
    const opener = document.body.appendChild(document.createElement('button'))
    opener.focus()
    const onClose = vi.fn<() => void>()
    const { view, host, closed } = open({ onClose })
    fireEvent.click(await view.findByRole('button', { name: 'Close' }))
    await closed
    expect(host.isConnected).toBe(false)
    expect(onClose).toHaveBeenCalledOnce()
    expect(document.activeElement).toBe(opener)
  })

  test('by the host needs no answer and happens once', async () => {
    const onClose = vi.fn<() => void>()
    const { close, closed } = open({ onClose })
    close()
    close()
    await closed
    expect(onClose).toHaveBeenCalledOnce()
  })

  test('says first that a link exists which was not passed on', async () => {
    const { view, host } = open()
    fireEvent.click(await view.findByRole('button', { name: 'Create link' }))
    await view.findByLabelText('Link')
    fireEvent.click(view.getByRole('button', { name: 'Close' }))
    expect(view.getByRole('alert').textContent).toContain('It goes on working')
    fireEvent.click(view.getByRole('button', { name: 'Close without copying' }))
    await waitFor(() => expect(host.isConnected).toBe(false))
  })
})

test('stands as a part of the page where it is told to, not as a modal', async () => {
  const place = document.createElement('main')
  document.body.append(place)
  const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal')
  const { host, view } = open({ into: place })
  await view.findByRole('button', { name: 'Create link' })
  expect(host.parentElement).toBe(place)
  expect(showModal).not.toHaveBeenCalled()
})
