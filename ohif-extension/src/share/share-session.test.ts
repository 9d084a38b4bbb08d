import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakeOhif } from '../fake-ohif.ts'
import { BUTTON_ID } from './share-button.ts'
import { createShareSession } from './share-session.ts'

const answer = (status: number, permissions: string[] = []) =>
  Response.json(
    { userId: 'u', name: 'U', permissions, authorizedLabels: ['*'], hasVerifiedEmail: false },
    { status },
  )

const setUp = (reply: (request: Request) => Response | Promise<Response> = () => answer(200, ['share'])) => {
  const { fake, host } = createFakeOhif()
  const requests: Request[] = []
  const session = createShareSession({
    services: host.servicesManager.services,
    shareRoot: 'https://hospital.example/share/',
    fetch: async (url, init) => {
      const request = new Request(url as string, init)
      requests.push(request)
      return reply(request)
    },
  })
  const primary = () => fake.toolbarService.state.buttonSections['primary'] ?? []
  return { fake, session, requests, primary }
}

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('the Share button', () => {
  it('appears last for a clinician who may share', async () => {
    const { fake, session, requests, primary } = setUp()
    fake.signIn('doctor')
    const modeList = ['Zoom']
    fake.toolbarService.state.buttonSections['primary'] = modeList
    await session.start()
    await Promise.resolve()
    expect(primary()).toEqual(['Zoom', BUTTON_ID])
    expect(modeList).toEqual(['Zoom'])
    expect(requests[0]?.url).toBe('https://hospital.example/share/api/me')
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer token-of-doctor')
  })

  it('speaks the reader’s language', async () => {
    vi.stubGlobal('navigator', { languages: ['nl-BE'] })
    vi.stubGlobal('fetch', async () =>
      Response.json({ dialog: { 'button.label': 'Delen', 'button.tooltip': 'Dit onderzoek delen' } }),
    )
    const { fake, session } = setUp()
    fake.signIn('doctor')
    await session.start()
    await Promise.resolve()
    expect(fake.toolbarService.state.buttons[BUTTON_ID]).toMatchObject({
      props: { label: 'Delen', tooltip: 'Dit onderzoek delen' },
    })
  })

  it('does not appear without the permission, and not when the service refuses', async () => {
    for (const reply of [answer(200, ['view']), answer(401), answer(503)]) {
      const { fake, session, primary } = setUp(() => reply)
      fake.signIn('reader')
      await session.start()
      await Promise.resolve()
      expect(primary()).toEqual([])
    }
  })

  it('does not appear for guests, and nothing is asked', async () => {
    const { fake, session, requests, primary } = setUp()
    fake.authorization = 'Bearer slv_guest'
    await session.start()
    fake.emit('grid')
    expect(primary()).toEqual([])
    expect(requests).toEqual([])
  })

  it('appears for a clinician whose token comes after the mode was entered', async () => {
    const { fake, session, requests, primary } = setUp()
    await session.start()
    fake.emit('grid')
    expect(requests).toEqual([])
    fake.signIn('doctor')
    for (let changes = 0; changes < 3; changes += 1) fake.emit('grid')
    await vi.waitFor(() => expect(primary()).toEqual([BUTTON_ID]))
    expect(requests).toHaveLength(1)
  })

  it('appears when a renewed token is accepted, and when an unanswered question is', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const replies: (() => Response | Promise<Response>)[] = [
      () => answer(401),
      () => Promise.reject(new TypeError('offline')),
      () => answer(200, ['share']),
    ]
    const { fake, session, requests, primary } = setUp(() => replies.shift()?.() ?? answer(503))
    fake.signIn('doctor', 'too-old')
    await session.start()
    fake.emit('grid')
    expect(requests).toHaveLength(1)
    fake.signIn('doctor', 'renewed')
    fake.emit('grid')
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce())
    fake.emit('grid')
    await vi.waitFor(() => expect(primary()).toEqual([BUTTON_ID]))
    expect(requests).toHaveLength(3)
    warn.mockRestore()
  })

  it("does not appear for a clinician who opened somebody's link in their tab", async () => {
    const { fake, session, requests } = setUp()
    fake.signIn('doctor')
    fake.authorization = 'Bearer slv_guest'
    await session.start()
    fake.emit('grid')
    expect(requests).toEqual([])
  })

  it('asks once per user, and again for another one', async () => {
    const { fake, session, requests } = setUp()
    for (const user of ['doctor', 'doctor', 'admin']) {
      fake.signIn(user)
      await session.start()
      session.stop()
    }
    expect(requests).toHaveLength(2)
  })

  it('comes back when a mode rebuilds its toolbar, once', async () => {
    const { fake, session, primary } = setUp()
    fake.signIn('doctor')
    await session.start()
    await Promise.resolve()
    fake.toolbarService.state.buttonSections['primary'] = []
    fake.toolbarService.updateSection('primary', ['Pan'])
    await Promise.resolve()
    expect(primary()).toEqual(['Pan', BUTTON_ID])
  })

  it('goes when the mode is left, also when the answer comes later', async () => {
    let reply: (response: Response) => void = () => {}
    const late = new Promise<Response>((resolve) => {
      reply = resolve
    })
    const { fake, session, primary } = setUp(() => late)
    fake.signIn('doctor')
    const started = session.start()
    session.stop()
    reply(answer(200, ['share']))
    await started
    await Promise.resolve()
    expect(primary()).toEqual([])
    expect(fake.listeners()).toBe(0)
  })

  it('leaves nothing behind', async () => {
    const { fake, session, primary } = setUp()
    fake.signIn('doctor')
    await session.start()
    await Promise.resolve()
    session.stop()
    await Promise.resolve()
    expect(primary()).toEqual([])
    expect(fake.listeners()).toBe(0)
  })
})

describe('a click on Share', () => {
  it('opens one dialog, which goes with the mode', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    const { fake, session } = setUp()
    fake.signIn('doctor')
    await session.start()
    session.share()
    session.share()
    expect(document.querySelectorAll('studylink-share-dialog')).toHaveLength(1)
    session.stop()
    expect(document.querySelectorAll('studylink-share-dialog')).toHaveLength(0)
  })

  it('that comes before anything is loaded waits for it, and names it then', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    const { fake, session } = setUp()
    fake.signIn('doctor')
    await session.start()
    session.share()
    fake.emit('grid')
    fake.displaySets = [
      {
        displaySetInstanceUID: 'ct',
        StudyInstanceUID: '1.2.3',
        instance: { StudyDescription: 'CT Abdomen' },
      },
    ]
    fake.emit('grid')
    const root = document.querySelector('studylink-share-dialog')?.shadowRoot
    await vi.waitFor(() => expect(root?.textContent).toContain('CT Abdomen'))
    expect(root?.textContent).not.toContain('No study is open')
    session.stop()
    expect(fake.listeners()).toBe(0)
  })

  it('leads to OHIF’s own sign-in when the clinician is signed in no longer', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ code: 'not-signed-in' }, { status: 401 }))
    const { fake, session } = setUp()
    fake.signIn('doctor')
    fake.displaySets = [{ displaySetInstanceUID: '1.2.3.4', StudyInstanceUID: '1.2.3' }]
    await session.start()
    session.share()
    const root = document.querySelector('studylink-share-dialog')?.shadowRoot
    await vi.waitFor(() => expect(root?.querySelector('.button-primary')?.textContent).toBe('Sign in'))
    root?.querySelector<HTMLElement>('.button-primary')?.click()
    expect(fake.signInsAsked).toBe(1)
    session.stop()
  })
})
