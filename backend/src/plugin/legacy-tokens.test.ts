import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { NOW_MS, SIBLING, STUDY, createTestService, validateBody } from './test-service.ts'

const SECRET = 'the-python-service-s-secret-key-of-old'
const OTHER = 'another-secret-key-that-nobody-listed'

const payload = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: null,
  resources: [{ dicom_uid: STUDY.studyInstanceUID, orthanc_id: STUDY.orthancId, url: null, level: 'study' }],
  type: 'stone-viewer-publication',
  expiration_date: '2026-02-01T00:00:00.123456+00:00',
  validity_duration: null,
  ...changes,
})

const sign = (claims: Record<string, unknown> = payload(), secret = SECRET, alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret))

const serviceWith = (
  legacy: Partial<Parameters<typeof createTestService>[0] & object>['legacy'] = undefined,
) =>
  createTestService({
    legacy: legacy ?? { secrets: [OTHER.toUpperCase(), SECRET], revokedDigests: new Set() },
  })

const outcome = async (token: string, service?: Awaited<ReturnType<typeof serviceWith>>) => {
  const { post } = service ?? (await serviceWith())
  const validated = await post('/tokens/validate', validateBody(token))
  const decoded = await post('/tokens/decode', { 'token-key': 'token', 'token-value': token })
  return [
    (validated.json as { granted: boolean }).granted,
    (decoded.json as { 'error-code': string | null })['error-code'],
  ]
}

describe('a token that the Python service issued', () => {
  it('still opens its study, and decodes to its viewer', async () => {
    const service = await serviceWith()
    const token = await sign()
    expect(await outcome(token, service)).toEqual([true, null])
    expect((await service.post('/tokens/decode', { 'token-value': token })).json).toEqual({
      'token-type': 'stone-viewer-publication',
      'error-code': null,
      'redirect-url': `https://pacs.example.org/orthanc/stone-webviewer/index.html?study=1.2.3&selectedStudies=1.2.3&token=${token}`,
      resources: [{ 'dicom-uid': '1.2.3', 'orthanc-id': STUDY.orthancId, level: 'study' }],
    })
  })

  it('opens nothing else, and lets nobody write', async () => {
    const { post } = await serviceWith()
    const token = await sign()
    for (const changes of [
      { 'dicom-uid': SIBLING.studyInstanceUID, 'orthanc-id': SIBLING.orthancId },
      { method: 'delete' },
      { method: 'put' },
      { level: 'patient' },
    ])
      expect((await post('/tokens/validate', validateBody(token, changes))).json).toMatchObject({
        granted: false,
      })
  })

  it('may name its study by one id', async () => {
    const { post } = await serviceWith()
    const resources = [{ dicom_uid: '1.2.3', orthanc_id: null, url: null, level: 'study' }]
    const token = await sign(payload({ resources }))
    expect(await outcome(token)).toEqual([true, null])
    const wrong = validateBody(token, { 'dicom-uid': undefined, 'orthanc-id': '' })
    expect((await post('/tokens/validate', wrong)).json).toMatchObject({ granted: false })
    expect((await post('/tokens/decode', { 'token-value': token })).json).toMatchObject({
      resources: [{ 'orthanc-id': null }],
    })
  })

  it.each([
    ['with microseconds', '2026-01-01T00:00:10.000000+00:00'],
    ['without a zone, as UTC', '2026-01-01T00:00:10'],
    ['in another zone', '2026-01-01T02:00:10+02:00'],
  ])('ends by its own date, %s', async (_how, date) => {
    const service = await serviceWith()
    const token = await sign(payload({ expiration_date: date }))
    expect(await outcome(token, service)).toEqual([true, null])
    service.advance(10_000)
    expect(await outcome(token, service)).toEqual([false, 'expired'])
  })

  it('without an end goes on until LEGACY_ACCEPT_UNTIL', async () => {
    const legacy = { secrets: [SECRET], revokedDigests: new Set<string>(), acceptUntilMs: NOW_MS + 10_000 }
    const service = await serviceWith(legacy)
    const token = await sign(payload({ expiration_date: null }))
    expect(await outcome(token, service)).toEqual([true, null])
    service.advance(10_000)
    expect(await outcome(token, service)).toEqual([false, 'expired'])
  })

  it('can be refused alone, by its digest, however it is spelled', async () => {
    const token = await sign()
    const revokedDigests = new Set([createHash('sha256').update(token).digest('hex')])
    const service = await serviceWith({ secrets: [SECRET], revokedDigests })
    expect(await outcome(token, service)).toEqual([false, 'expired'])
    // The last character's two spare bits: the same signature for a lenient reader.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const respelled = token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1]
    expect(Buffer.from(respelled.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    )
    expect(await outcome(respelled, service)).toEqual([false, 'invalid'])
    expect(await outcome(await sign(payload({ id: 'other' })), service)).toEqual([true, null])
  })

  it.each([
    ['signed with another key', () => sign(payload(), OTHER)],
    ['signed with another algorithm', () => sign(payload(), SECRET, 'HS512')],
    ['of an unknown type', () => sign(payload({ type: 'invalid' }))],
    ['with an end that is no date', () => sign(payload({ expiration_date: 'soon' }))],
    ['with resources of another shape', () => sign(payload({ resources: 'all' }))],
    ['with no resources at all', () => sign({})],
    [
      'for a patient, not a study',
      () => sign(payload({ resources: [{ dicom_uid: '1.2.3', orthanc_id: null, level: 'patient' }] })),
    ],
    [
      'not signed',
      async () => {
        const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
        return `${part({ alg: 'none', typ: 'JWT' })}.${part(payload())}.`
      },
    ],
  ])('is refused when %s', async (_how, make) => {
    expect(await outcome(await make())).toEqual([false, 'invalid'])
  })

  it('is refused where no legacy key is configured', async () => {
    expect(await outcome(await sign(), await createTestService())).toEqual([false, 'invalid'])
  })

  it('signed with a short key works too: whether that is acceptable is decided by the configuration', async () => {
    const service = await serviceWith({ secrets: ['change-me'], revokedDigests: new Set() })
    expect(await outcome(await sign(payload(), 'change-me'), service)).toEqual([true, null])
  })
})
