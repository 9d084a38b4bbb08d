import { expect, test } from 'vitest'
import { allowedOrigins, ownOrigins, readSettings } from './settings.ts'

const storage = (local: Record<string, unknown>, managed: () => Promise<Record<string, unknown>>) =>
  ({ local: { get: async () => local }, managed: { get: managed } }) as unknown as Parameters<
    typeof readSettings
  >[0]
const nothing = async () => Promise.reject(new Error('Managed storage manifest not found'))

test('what the person chose counts where the hospital set nothing', async () => {
  const local = {
    shareRoot: 'https://h.example/share/',
    viewerOrigins: ['https://v.example'],
    inPageButton: true,
  }
  expect(await readSettings(storage(local, nothing))).toEqual({
    ...local,
    managed: { shareRoot: false, viewerOrigins: [], inPageButton: false },
  })
})

test('the hospital’s settings go before, and its viewers are added to', async () => {
  const hospital = { serviceUrl: 'h.example', viewerOrigins: ['https://v.example/x'], inPageButton: false }
  const local = {
    shareRoot: 'https://evil.example/share/',
    viewerOrigins: ['https://w.example'],
    inPageButton: true,
  }
  const settings = await readSettings(storage(local, async () => hospital))
  expect(settings).toEqual({
    shareRoot: 'https://h.example/share/',
    viewerOrigins: ['https://v.example', 'https://w.example'],
    inPageButton: false,
    managed: { shareRoot: true, viewerOrigins: ['https://v.example'], inPageButton: true },
  })
  expect(ownOrigins(settings)).toEqual(['https://w.example'])
  expect(allowedOrigins(settings)).toEqual(['https://h.example', 'https://v.example', 'https://w.example'])
})

test('without settings there is no service and no allowed site', async () => {
  const settings = await readSettings(storage({}, async () => ({ serviceUrl: 7, viewerOrigins: 'x' })))
  expect(settings.shareRoot).toBeUndefined()
  expect(allowedOrigins(settings)).toEqual([])
})
