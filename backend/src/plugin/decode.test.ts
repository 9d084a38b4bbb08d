import { describe, expect, it } from 'vitest'
import { SIBLING, STUDY, createTestService } from './test-service.ts'

const nothing = (errorCode: string) => ({
  'token-type': null,
  'error-code': errorCode,
  'redirect-url': null,
  resources: [],
})

const decode = async (
  service: Awaited<ReturnType<typeof createTestService>>,
  token: unknown,
  key = 'token',
) => {
  const { status, json } = await service.post('/tokens/decode', { 'token-key': key, 'token-value': token })
  expect(status).toBe(200)
  return json
}

describe('POST /tokens/decode', () => {
  it('names the studies of a live share, which become the filter of a guest’s searches', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY, SIBLING])
    const answer = {
      'token-type': 'ohif-viewer-publication',
      'error-code': null,
      'redirect-url': `https://pacs.example.org/ohif/viewer?StudyInstanceUIDs=1.2.3,2.3.4&token=${token}`,
      resources: [STUDY, SIBLING].map((study) => ({
        'dicom-uid': study.studyInstanceUID,
        'orthanc-id': study.orthancId,
        level: 'study',
      })),
    }
    expect(await decode(service, token)).toEqual(answer)
    expect(await decode(service, `Bearer ${token}`, 'Authorization')).toEqual(answer)
  })

  it.each([
    [false, 'viewer-instant-link'],
    [true, 'download-instant-link'],
  ])('names the studies of an instant link (download: %s)', async (download, type) => {
    const service = await createTestService()
    const { token } = await service.resourceTokens.instant({ studies: [STUDY], download, ttlSeconds: 60 })
    expect(await decode(service, token)).toMatchObject({
      'token-type': type,
      resources: [{ level: 'study' }],
    })
  })

  it('names no study of an expired share', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY], { ttlMs: 60_000 })
    service.advance(60_000)
    expect(await decode(service, token)).toEqual(nothing('expired'))
  })

  it('names no study of a revoked share', async () => {
    const service = await createTestService()
    const { token, revoke } = await service.share()
    revoke()
    expect(await decode(service, token)).toEqual(nothing('expired'))
  })

  it('names no study of a share that the store does not know', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY], { stored: false })
    expect(await decode(service, token)).toEqual(nothing('invalid'))
  })

  it('names no study, in an answer that is no HTTP error, when the store cannot say', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY], { stored: false })
    service.stopStore()
    expect(await decode(service, token)).toEqual(nothing('unknown'))
  })

  it.each([undefined, null, '', 'nope', 'doctor', 'Bearer ', 'Basic am9lOnNlY3JldA==', 'slv_x', 'sld_'])(
    'finds %j invalid',
    async (token) => {
      expect(await decode(await createTestService(), token)).toEqual(nothing('invalid'))
    },
  )

  it('answers 400 when the token is not a string', async () => {
    const service = await createTestService()
    const answer = await service.post('/tokens/decode', { 'token-key': 'token', 'token-value': 1 })
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ code: 'invalid-request', field: 'token-value' })
  })

  it('answers 401 without credentials of USERS', async () => {
    const service = await createTestService()
    const answer = await service.post('/tokens/decode', {}, { Authorization: '' })
    expect(answer.status).toBe(401)
  })
})
