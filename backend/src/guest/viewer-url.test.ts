import { describe, expect, test } from 'vitest'
import type { Viewer } from '../contract/index.ts'
import { chooseViewer, viewerUrl } from './viewer-url.ts'

const desktop: Viewer = { key: 'big', name: 'Big', rootUrl: 'https://p/big/', devices: ['desktop'] }
const phone: Viewer = { key: 'small', name: 'Small', rootUrl: 'https://p/small/', devices: ['phone'] }

describe('the viewer of a guest', () => {
  test('is the share’s own, else the first for the device', () => {
    expect(chooseViewer([desktop, phone], 'big', 'phone')).toBe(desktop)
    expect(chooseViewer([desktop, phone], null, 'phone')).toBe(phone)
    expect(chooseViewer([desktop, phone], null, 'desktop')).toBe(desktop)
  })

  test('is any that is left when the wished one is gone', () => {
    expect(chooseViewer([desktop], 'gone', 'phone')).toBe(desktop)
    expect(() => chooseViewer([], null, 'phone')).toThrow('no viewer')
  })

  test('gets the token in the fragment alone', () => {
    const url = new URL(viewerUrl(desktop, ['1.2', '1.3'], 'slv_x'))
    expect(url.href).toBe('https://p/big/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_x')
    expect(url.search).not.toContain('slv_x')
  })
})
