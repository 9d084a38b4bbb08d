import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBackendFolder } from './testing/run-backend.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const LEGACY_KEY = 'the-python-service-s-secret-key-of-old'
const HOUR_MS = 3_600_000

let folder: ReturnType<typeof createBackendFolder>
beforeEach(() => void (folder = createBackendFolder()))
afterEach(() => folder.remove())

const ids = { 'dicom-uid': '1.2.3', 'orthanc-id': '72de3b86-da4b2556-bb33f32f-d1d84f80-fb017059' }

const startIn = async (timeZone: string) => {
  const env = { TZ: timeZone, USERS: '{"orthanc":"pw"}', LEGACY_SECRET_KEYS: LEGACY_KEY }
  const { lines } = folder.run(MAIN, env)
  let port: unknown
  while (port === undefined)
    port = (JSON.parse((await lines.next()).value as string) as { port?: number }).port
  return async (method: string, path: string, body: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port as number}${path}`, {
      method,
      headers: { Authorization: `Basic ${btoa('orthanc:pw')}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Record<string, unknown>
  }
}

/** As the Python service wrote an end without a zone: UTC. */
const legacyEndingAt = (ms: number) =>
  new SignJWT({
    id: randomUUID(),
    resources: [{ dicom_uid: ids['dicom-uid'], orthanc_id: ids['orthanc-id'], url: null, level: 'study' }],
    type: 'ohif-viewer-publication',
    expiration_date: new Date(ms).toISOString().replace('Z', ''),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(LEGACY_KEY))

test.each(['Pacific/Auckland', 'America/Los_Angeles'])(
  'ends are in UTC though the process runs in %s',
  async (timeZone) => {
    const send = await startIn(timeZone)
    const isGranted = async (token: unknown) =>
      (
        await send('POST', '/tokens/validate', {
          ...ids,
          level: 'study',
          method: 'get',
          'server-id': null,
          'token-key': 'token',
          'token-value': token,
        })
      )['granted']
    expect(await isGranted(await legacyEndingAt(Date.now() + HOUR_MS))).toBe(true)
    expect(await isGranted(await legacyEndingAt(Date.now() - HOUR_MS))).toBe(false)

    const end = new Date(Date.now() + HOUR_MS).toISOString().slice(0, -5)
    const made = await send('PUT', '/tokens/ohif-viewer-publication', {
      resources: [{ ...ids, level: 'study' }],
      'expiration-date': end,
    })
    expect(made['request']).toMatchObject({ 'expiration-date': `${end}.000Z` })
    expect(await isGranted(made['token'])).toBe(true)
  },
  60_000,
)
