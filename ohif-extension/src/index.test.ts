import { describe, expect, it, vi } from 'vitest'
import { createFakeOhif } from './fake-ohif.ts'
import { guarded } from './guarded.ts'
import extension from './index.ts'
import { readSettings } from './settings.ts'
import manifest from '../package.json' with { type: 'json' }

describe('the extension', () => {
  it("is named as its npm package, as OHIF's plugin list expects", () => {
    expect(extension.id).toBe(manifest.name)
  })

  it('never breaks a host that lacks what it uses', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await extension.preRegistration({} as never)
    await extension.onModeEnter()
    await extension.onModeExit()
    expect(warn).toHaveBeenCalledOnce()
    warn.mockRestore()
  })

  it('enters and leaves a mode of a stock host', async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    const { host, fake } = createFakeOhif()
    await extension.preRegistration(host)
    await extension.onModeEnter()
    await extension.onModeExit()
    expect(fake.listeners()).toBe(0)
    vi.unstubAllGlobals()
  })
})

describe('the border', () => {
  it('tells the kind of error, never its message', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await guarded(() => Promise.reject(new TypeError('Bearer secret for Adams^Anna')))()
    expect(warn.mock.calls[0]?.join(' ')).toContain('TypeError')
    expect(warn.mock.calls[0]?.join(' ')).not.toMatch(/secret|Adams/)
    warn.mockRestore()
  })
})

describe('the settings', () => {
  it.each([
    [{}, '/share/'],
    [
      { appConfig: { studyLink: { shareRoot: 'https://share.example/share' } } },
      'https://share.example/share/',
    ],
    [{ appConfig: { studyLink: { shareRoot: '/a/' } }, configuration: { shareRoot: '/b/' } }, '/b/'],
    [{ configuration: { shareRoot: 7 } }, '/share/'],
  ])('of %j', (given, shareRoot) => {
    expect(readSettings(given)).toEqual({ shareRoot })
  })
})
