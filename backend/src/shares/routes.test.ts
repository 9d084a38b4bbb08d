import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CreateShareResponse, MeResponse, type Problem, Share } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

const problemOf = async (response: Response) => (await response.json()) as Problem
const UNKNOWN = { studyInstanceUID: '9.9.9' }

describe('sharing', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const post = (body: unknown, token?: string) => t.send('POST', '/share/api/shares', body, token)
  /** Fills with what is kept from now on. */
  const watchStore = () => {
    const kept: unknown[] = []
    const createShare = t.store.createShare
    Object.assign(t.store, {
      createShare: (share: Parameters<typeof createShare>[0]) => (kept.push(share), createShare(share)),
    })
    return kept
  }

  test('gives a link that ends by the policy when nothing is chosen', async () => {
    const study = t.studies.add('1.2.3')
    const response = await post({ studies: [{ studyInstanceUID: '1.2.3' }] }, 'doctor')
    expect(response.status).toBe(201)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const { share, url } = CreateShareResponse.parse(await response.json())
    expect(url).toMatch(/^https:\/\/pacs\.example\.org\/share\/s#[A-Za-z0-9_-]{35}$/)
    expect(share).toEqual({
      shareId: share.shareId,
      state: 'active',
      createdAt: new Date(t.clock()).toISOString(),
      createdBy: 'Dora Doctor',
      ownerUserId: 'u-doctor',
      isMine: true,
      mayManage: true,
      revokedAt: null,
      pinKind: null,
      remainingPinTries: null,
      maxOpens: null,
      recipient: null,
      note: null,
      notify: 'never',
      expiresAt: new Date(t.clock() + 7 * 86_400_000).toISOString(),
      studies: [{ studyInstanceUID: '1.2.3', orthancId: study.orthancId }],
      viewer: null,
      allowDownload: false,
      openings: 0,
      lastOpenedAt: null,
    })
    expect(t.codes.check(url.split('#')[1] ?? '')?.shareId).toBe(share.shareId)
  })

  test('takes an end as an instant with a time zone', async () => {
    t.studies.add('1.2.3')
    const expiresAt = '2026-01-16T13:00:00+01:00'
    const response = await post({ studies: [{ studyInstanceUID: '1.2.3' }], expiresAt }, 'doctor')
    const { share } = CreateShareResponse.parse(await response.json())
    expect(share.expiresAt).toBe('2026-01-16T12:00:00.000Z')
  })

  test('keeps a study once when it is named by both of its ids', async () => {
    const { orthancId } = t.studies.add('1.2.3')
    const response = await post({ studies: [{ studyInstanceUID: '1.2.3' }, { orthancId }] }, 'doctor')
    const { share } = CreateShareResponse.parse(await response.json())
    expect(share.studies).toHaveLength(1)
  })

  test('lets a labelled user share what carries the label', async () => {
    t.studies.add('1.2.3', ['external'])
    expect((await post({ studies: [{ studyInstanceUID: '1.2.3' }] }, 'external')).status).toBe(201)
  })

  test('never lets out a study whose label stays in the house', async () => {
    t.studies.add('1.2.3')
    t.studies.add('1.2.4', ['external', 'vip'])
    const studies = [{ studyInstanceUID: '1.2.3' }, { studyInstanceUID: '1.2.4' }]
    for (const token of ['doctor', 'admin']) {
      const response = await post({ studies }, token)
      expect(response.status).toBe(403)
      expect(await problemOf(response)).toMatchObject({ code: 'study-never-shared', field: 'studies.1' })
    }
  })

  test.each([
    ['nobody', undefined, { studies: [UNKNOWN] }, 401, 'not-signed-in', undefined],
    ['a foreign token', 'foreign', { studies: [UNKNOWN] }, 401, 'not-signed-in', undefined],
    [
      'a user who may not share',
      'reader',
      { studies: [{ studyInstanceUID: '1.2.3' }] },
      403,
      'may-not-share',
      undefined,
    ],
    ['an unknown study', 'doctor', { studies: [UNKNOWN] }, 404, 'study-not-visible', 'studies.0'],
    [
      'a study of no label of theirs',
      'external',
      { studies: [{ studyInstanceUID: '1.2.3' }] },
      404,
      'study-not-visible',
      'studies.0',
    ],
    [
      'one unknown study among others',
      'doctor',
      { studies: [{ studyInstanceUID: '1.2.3' }, UNKNOWN] },
      404,
      'study-not-visible',
      'studies.1',
    ],
    [
      'a UID of two studies',
      'doctor',
      { studies: [{ studyInstanceUID: '1.2.4' }] },
      409,
      'study-ambiguous',
      'studies.0',
    ],
    [
      'an end beyond the policy',
      'doctor',
      { studies: [UNKNOWN], expiresInSeconds: 90 * 86_400 + 1 },
      422,
      'expiry-beyond-policy',
      'expiresInSeconds',
    ],
    [
      'an instant beyond the policy',
      'doctor',
      { studies: [UNKNOWN], expiresAt: '2030-01-01T00:00:00Z' },
      422,
      'expiry-beyond-policy',
      'expiresAt',
    ],
    [
      'an end in the past',
      'doctor',
      { studies: [UNKNOWN], expiresAt: '2020-01-01T00:00:00Z' },
      400,
      'invalid-request',
      'expiresAt',
    ],
    ['no study', 'doctor', { studies: [] }, 400, 'invalid-request', 'studies'],
    [
      '51 studies',
      'doctor',
      { studies: Array.from({ length: 51 }, () => UNKNOWN) },
      400,
      'invalid-request',
      'studies',
    ],
    [
      'a UID with letters',
      'doctor',
      { studies: [{ studyInstanceUID: '1.2.x' }] },
      400,
      'invalid-request',
      'studies.0.studyInstanceUID',
    ],
    ['an unknown viewer', 'doctor', { studies: [UNKNOWN], viewer: 'nope' }, 400, 'invalid-request', 'viewer'],
    ['an unknown field', 'doctor', { studies: [UNKNOWN], maximum: 1 }, 400, 'invalid-request', undefined],
    [
      'both kinds of end',
      'doctor',
      { studies: [UNKNOWN], expiresInSeconds: 60, expiresAt: '2026-01-16T12:00:00Z' },
      400,
      'invalid-request',
      'expiresAt',
    ],
    [
      'words that no database keeps',
      'doctor',
      { studies: [UNKNOWN], note: 'a\0b' },
      400,
      'invalid-request',
      'note',
    ],
    ['malformed JSON', 'doctor', '{"studies":[', 400, 'invalid-request', undefined],
    [
      'a body that is too long',
      'doctor',
      { studies: [UNKNOWN], viewer: 'x'.repeat(70_000) },
      413,
      'body-too-large',
      undefined,
    ],
    [
      'downloads that the sharer may not do',
      'external',
      { studies: [UNKNOWN], allowDownload: true },
      400,
      'invalid-request',
      'allowDownload',
    ],
  ])('refuses %s and keeps nothing', async (_title, token, body, status, code, field) => {
    t.studies.add('1.2.3')
    t.studies.add('1.2.4')
    t.studies.add('1.2.4')
    const kept = watchStore()
    const response = await post(body, token)
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toContain('application/problem+json')
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ code, status, type: `urn:studylink:problem:${code}` })
    expect(problem.field).toBe(field)
    expect(kept).toEqual([])
  })

  test('refuses everything while the identity provider is down', async () => {
    t.stopIdentity()
    t.studies.add('1.2.3')
    const kept = watchStore()
    const response = await post({ studies: [{ studyInstanceUID: '1.2.3' }] }, 'doctor')
    expect(response.status).toBe(503)
    expect(kept).toEqual([])
    expect(await problemOf(response)).toMatchObject({ code: 'identity-unavailable', retryAfterSeconds: 5 })
  })

  test('refuses while the archive is down', async () => {
    t.stopOrthanc()
    t.studies.add('1.2.3')
    const kept = watchStore()
    const response = await post({ studies: [{ studyInstanceUID: '1.2.3' }] }, 'doctor')
    expect(response.status).toBe(503)
    expect(kept).toEqual([])
    expect(await problemOf(response)).toMatchObject({ code: 'orthanc-unavailable' })
  })

  test('tells who is signed in and what they may', async () => {
    const me = MeResponse.parse(await (await t.send('GET', '/share/api/me', undefined, 'external')).json())
    expect(me).toEqual({
      userId: 'u-external',
      name: 'Eve External',
      permissions: ['view', 'share'],
      authorizedLabels: ['external'],
      hasVerifiedEmail: false,
    })
    const doctor = await t.send('GET', '/share/api/me', undefined, 'doctor')
    expect(MeResponse.parse(await doctor.json())).toMatchObject({ hasVerifiedEmail: true })
    expect((await t.send('GET', '/share/api/me')).headers.get('WWW-Authenticate')).toBe('Bearer')
  })

  test('never takes a guest token as a sign-in', async () => {
    const { token } = await t.resourceTokens.forShare({
      shareId: 'AAAAAAAAAAAAAA',
      generation: 1,
      download: true,
      endsAtMs: t.clock() + 60_000,
    })
    expect((await t.send('GET', '/share/api/me', undefined, token)).status).toBe(401)
  })
})

describe('a share', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const call = (method: string, shareId: string, token?: string) =>
    t.send(method, `/share/api/shares/${shareId}`, undefined, token)

  test('shows its owner what became of it', async () => {
    const { share, code } = await t.share()
    await t.guest('open', { code, openId: crypto.randomUUID() })
    const seen = Share.parse(await (await call('GET', share.shareId, 'doctor')).json())
    expect(seen).toEqual({ ...share, openings: 1, lastOpenedAt: new Date(t.clock()).toISOString() })
    t.advanceSeconds(7 * 86_400)
    expect(await (await call('GET', share.shareId, 'doctor')).json()).toMatchObject({ state: 'expired' })
  })

  test.each(['GET', 'DELETE'])('answers %s of a stranger as if it did not exist', async (method) => {
    const { share } = await t.share()
    const foreign = await call(method, share.shareId, 'external')
    const unknown = await call(method, 'AAAAAAAAAAAAAA', 'external')
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect((await problemOf(foreign)).code).toBe((await problemOf(unknown)).code)
    expect((await call(method, share.shareId)).status).toBe(401)
    expect(await t.store.getShare(share.shareId)).toMatchObject({ revokedAtMs: null })
  })

  test('is revoked once, by its owner or an administrator', async () => {
    for (const token of ['doctor', 'admin']) {
      const { share } = await t.share()
      for (const repeat of [1, 2]) {
        const response = await call('DELETE', share.shareId, token)
        expect(response.status, `${token}, ${repeat}`).toBe(200)
        expect(await response.json()).toMatchObject({ shareId: share.shareId, state: 'revoked' })
      }
      expect(await t.store.getShare(share.shareId)).toMatchObject({ generation: 2, revision: 2 })
    }
  })

  test('rejects an id that cannot be one', async () => {
    expect(await problemOf(await call('GET', 'nope', 'doctor'))).toMatchObject({
      code: 'invalid-request',
      field: 'shareId',
    })
  })
})
