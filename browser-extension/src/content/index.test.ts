import { expect, test, vi } from 'vitest'

const sendMessage = vi.hoisted(() => vi.fn<() => Promise<void>>(async () => undefined))
vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: { getMessage: (name: string) => name },
    runtime: { sendMessage },
    storage: {
      local: { get: async () => ({ viewerOrigins: [location.origin] }) },
      managed: { get: async () => ({}) },
    },
  },
}))

test('the in-page button opens nothing for a script of the page that clicks it', async () => {
  await import('./index.ts')
  await expect.poll(() => document.querySelector('studylink-share-button')).not.toBeNull()
  const button = document.querySelector('studylink-share-button')?.shadowRoot?.querySelector('button')
  expect(button?.textContent).toBe('button')
  // A script's click is told from a person's by `isTrusted` alone.
  button?.click()
  expect(sendMessage).not.toHaveBeenCalled()
})
