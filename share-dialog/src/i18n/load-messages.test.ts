import { expect, test, vi } from 'vitest'
import { loadMessages } from './load-messages.ts'

const load = (fetch: typeof globalThis.fetch, language: 'en' | 'fr' = 'fr') =>
  loadMessages({ shareRoot: '/share/', language, section: 'dialog', fetch })

test('reads its section of the language’s file', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () =>
    Response.json({ dialog: { a: 'b' }, guest: { c: 'd' } }),
  )
  expect(await load(fetch)).toEqual({ a: 'b' })
  expect(fetch.mock.calls[0]?.[0]).toBe('/share/locales/fr.json')
})

test('fetches nothing for English', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  expect(await load(fetch, 'en')).toEqual({})
  expect(fetch).not.toHaveBeenCalled()
})

test.each([
  ['is missing', async () => new Response('', { status: 404 })],
  ['is no JSON', async () => new Response('<h1>')],
  ['lacks the section', async () => Response.json({})],
  ['cannot be reached', async () => Promise.reject(new TypeError('offline'))],
])('gives no texts when the file %s', async (_case, fetch) => {
  expect(await load(fetch)).toEqual({})
})
