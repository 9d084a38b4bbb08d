import { describe, expect, test } from 'vitest'
import { createTestGateway, own, stranger } from './stand-in-callers.ts'

const target = `/dicom-web/studies/${own.studyInstanceUID}/metadata`
const other = `/dicom-web/studies/${stranger.studyInstanceUID}/metadata`

describe('a script’s api-key', () => {
  const ask = (key: string, uri = target, token?: string) =>
    createTestGateway().authorize(token, uri, { headers: { 'X-Original-Api-Key': key } })

  test('passes as its user, with that user’s labels', async () => {
    expect(await ask('key-of-external')).toEqual({ status: 204, target })
    expect((await ask('key-of-external', other)).status).toBe(403)
  })
  test.each(['key-of-nobody', 'doctor', 'slv_own', 'key-of-external, key-of-external'])(
    'is not signed in when nobody has it: %s',
    async (key) => {
      expect((await ask(key)).status).toBe(401)
    },
  )
  test('is refused while it cannot be judged', async () => {
    expect((await ask('identity-down')).status).toBe(403)
  })
  test('beside a token: both must be good, and both must allow', async () => {
    expect((await ask('key-of-external', target, 'doctor')).status).toBe(204)
    expect((await ask('key-of-external', other, 'doctor')).status).toBe(403)
    expect((await ask('key-of-nobody', target, 'doctor')).status).toBe(401)
    expect((await ask('key-of-external', target, 'slv_expired')).status).toBe(401)
  })
  test('narrows searches to its user’s labels', async () => {
    const { app } = createTestGateway()
    const search = (key: string) =>
      app.request('/gateway/orthanc/dicom-web/studies', { headers: { 'api-key': key } })
    const found = (await (await search('key-of-external')).json()) as Record<string, { Value: string[] }>[]
    const uids = found.map((study) => study['0020000D']?.Value[0])
    expect(uids).toContain(own.studyInstanceUID)
    expect(uids).not.toContain(stranger.studyInstanceUID)
    expect((await search('key-of-nobody')).status).toBe(401)
  })
})
