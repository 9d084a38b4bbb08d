import { EXTENSION_REDIRECT_URIS } from '@studylink/backend/contract'
import { expect, test } from 'vitest'
import { createManifest, FIREFOX_ID } from './manifest.ts'

const hex = async (algorithm: string, bytes: BufferSource) =>
  [...new Uint8Array(await crypto.subtle.digest(algorithm, bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

test('the ids that browsers derive are those that the service knows', async () => {
  const { key = '' } = createManifest({ target: 'chrome', purpose: 'unpacked', version: '1.0.0' }) as {
    key?: string
  }
  const der = Uint8Array.from(atob(key), (character) => character.charCodeAt(0))
  const chromeId = (await hex('SHA-256', der))
    .slice(0, 32)
    .replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
  const firefoxHost = await hex('SHA-1', new TextEncoder().encode(FIREFOX_ID))
  expect(EXTENSION_REDIRECT_URIS).toEqual([
    `https://${chromeId}.chromiumapp.org/`,
    `https://${firefoxHost}.extensions.allizom.org/`,
  ])
})

test.each(['chrome', 'firefox'] as const)('the store’s build for %s names no host and no key', (target) => {
  const manifest = createManifest({ target, purpose: 'store', version: '1.0.0' })
  expect(manifest).not.toHaveProperty('host_permissions')
  expect(manifest).not.toHaveProperty('key')
  expect(manifest.permissions).toEqual(['activeTab', 'contextMenus', 'identity', 'scripting', 'storage'])
})
