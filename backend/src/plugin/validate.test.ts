import { describe, expect, it } from 'vitest'
import { STUDY, SIBLING, UNSHARED, createTestService, basic, validateBody } from './test-service.ts'

const granted = { granted: true, validity: 5 }
const refused = { granted: false, validity: 1 }

/** Asks about `STUDY` with the token of a share of it, after these changes to the plugin's body. */
const ask = async (changes: Record<string, unknown>, studies = [STUDY]) => {
  const service = await createTestService()
  const { token } = await service.share(studies)
  const { status, json } = await service.post('/tokens/validate', validateBody(token, changes))
  return { status, json }
}

describe('POST /tokens/validate', () => {
  it('grants the shared study, and says for how long that may be repeated', async () => {
    expect(await ask({})).toEqual({ status: 200, json: granted })
  })

  it.each(['token', 'Authorization', 'api-key'])('takes the token from the header %s', async (key) => {
    expect((await ask({ 'token-key': key })).json).toEqual(granted)
  })

  it.each(['Bearer ', 'bearer ', 'Bearer  '])('takes off the scheme «%s»', async (scheme) => {
    const service = await createTestService()
    const { token } = await service.share()
    const body = validateBody(scheme + token, { 'token-key': 'Authorization' })
    expect((await service.post('/tokens/validate', body)).json).toEqual(granted)
  })

  it.each(['study', 'Study', 'STUDY'])('grants level %s', async (level) => {
    expect((await ask({ level })).json).toEqual(granted)
  })

  it.each(['patient', 'series', 'instance', 'system', 'studies', ''])('refuses level «%s»', async (level) => {
    expect(await ask({ level })).toEqual({ status: 200, json: refused })
  })

  it('refuses the system level, which comes without ids', async () => {
    const changes = { level: 'system', uri: '/statistics', 'dicom-uid': undefined, 'orthanc-id': undefined }
    expect((await ask(changes)).json).toEqual(refused)
  })

  it.each(['put', 'delete', 'PUT', 'Delete', 'patch', 'head', ''])(
    'refuses method «%s» to guests, whatever header carries the token',
    async (method) => {
      for (const key of ['token', 'Authorization', 'api-key'])
        expect((await ask({ method, 'token-key': key })).json).toEqual(refused)
    },
  )

  it('grants post with the token in Authorization only: the inner finds of DICOMweb', async () => {
    expect((await ask({ method: 'post', 'token-key': 'Authorization' })).json).toEqual(granted)
    expect((await ask({ method: 'post', 'token-key': 'token' })).json).toEqual(refused)
    expect((await ask({ method: 'post', 'token-key': 'api-key' })).json).toEqual(refused)
    expect((await ask({ method: 'post', 'token-key': null })).json).toEqual(refused)
  })

  it.each([
    ['by its StudyInstanceUID alone', { 'orthanc-id': undefined }],
    ['by its Orthanc ID alone', { 'dicom-uid': null }],
    ['with one id empty', { 'dicom-uid': '' }],
  ])('knows the study %s', async (_how, changes) => {
    expect((await ask(changes)).json).toEqual(granted)
  })

  it.each([
    ['another study', { 'dicom-uid': UNSHARED.studyInstanceUID, 'orthanc-id': UNSHARED.orthancId }],
    ['the right StudyInstanceUID with another Orthanc ID', { 'orthanc-id': UNSHARED.orthancId }],
    ['the right Orthanc ID with another StudyInstanceUID', { 'dicom-uid': UNSHARED.studyInstanceUID }],
    ['no id at all', { 'dicom-uid': undefined, 'orthanc-id': undefined }],
    ['empty ids', { 'dicom-uid': '', 'orthanc-id': '' }],
    ['a prefix of the StudyInstanceUID', { 'dicom-uid': '1.2', 'orthanc-id': undefined }],
  ])('refuses %s', async (_what, changes) => {
    expect((await ask(changes)).json).toEqual(refused)
  })

  it('grants each of several shared studies, but no mixture of two', async () => {
    const both = [STUDY, SIBLING]
    expect((await ask({}, both)).json).toEqual(granted)
    expect(
      (await ask({ 'dicom-uid': SIBLING.studyInstanceUID, 'orthanc-id': SIBLING.orthancId }, both)).json,
    ).toEqual(granted)
    expect((await ask({ 'orthanc-id': SIBLING.orthancId }, both)).json).toEqual(refused)
  })

  it.each([
    ['absent', undefined],
    ['none', []],
    ['some', ['external']],
  ])('does not need labels: %s', async (_how, labels) => {
    expect((await ask({ labels })).json).toEqual(granted)
  })

  it.each([
    ['anonymous', { 'token-key': undefined, 'token-value': undefined }],
    ['null', { 'token-key': null, 'token-value': null }],
    ['empty', { 'token-value': '' }],
    ['a bare scheme', { 'token-value': 'Bearer ' }],
    ['Basic credentials', { 'token-value': 'Basic am9lOnNlY3JldA==', 'token-key': 'Authorization' }],
    ["a clinician's access token: the profile decides for them", { 'token-value': 'doctor' }],
    ['rubbish with our prefix', { 'token-value': 'slv_eyJhbGciOiJkaXIifQ.a.b.c.d' }],
  ])('refuses without a token of ours: %s', async (_what, changes) => {
    expect(await ask(changes)).toEqual({ status: 200, json: refused })
  })

  it('refuses a shared study from the moment it carries a label that is never shared', async () => {
    const service = await createTestService({ issue: { neverSharedLabels: ['vip'] } })
    const { token } = await service.share()
    const instant = await service.resourceTokens.instant({
      studies: [STUDY],
      download: false,
      ttlSeconds: 60,
    })
    const asked = async (presented: string, labels?: readonly string[]) =>
      (await service.post('/tokens/validate', validateBody(presented, { labels }))).json
    expect(await asked(token)).toEqual(granted)
    expect(await asked(token, ['external'])).toEqual(granted)
    expect(await asked(token, ['external', 'vip'])).toEqual(refused)
    expect(await asked(instant.token, ['vip'])).toEqual(granted)
  })

  it('refuses another Orthanc than the one of SERVER_ID', async () => {
    const service = await createTestService({ serverId: 'srv-1' })
    const { token } = await service.share()
    const answer = async (id: unknown) =>
      (await service.post('/tokens/validate', validateBody(token, { 'server-id': id }))).json
    expect(await answer('srv-1')).toEqual(granted)
    for (const other of ['srv-2', '', null, undefined]) expect(await answer(other)).toEqual(refused)
  })

  it('never lets a grant be repeated beyond its end, and writes whole seconds', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY], { ttlMs: 10_000 })
    const at = async (ms: number) => {
      service.advance(ms)
      return (await service.post('/tokens/validate', validateBody(token))).text
    }
    expect(await at(5_000)).toBe('{"granted":true,"validity":5}')
    expect(await at(1_100)).toBe('{"granted":true,"validity":3}')
    expect(await at(3_000)).toBe('{"granted":true,"validity":0}')
    expect(await at(900)).toBe('{"granted":false,"validity":1}')
  })

  it('refuses from the moment of a revocation, also a token that it has just granted', async () => {
    const service = await createTestService()
    const { token, revoke } = await service.share()
    expect((await service.post('/tokens/validate', validateBody(token))).json).toEqual(granted)
    revoke()
    expect((await service.post('/tokens/validate', validateBody(token))).json).toEqual(refused)
  })

  it('refuses a token whose share the store does not know', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY], { stored: false })
    expect((await service.post('/tokens/validate', validateBody(token))).json).toEqual(refused)
  })

  it('answers 503, never a grant, when the store cannot say', async () => {
    const service = await createTestService()
    const { token } = await service.share([STUDY], { stored: false })
    service.stopStore()
    const answer = await service.post('/tokens/validate', validateBody(token))
    expect(answer.status).toBe(503)
    expect(answer.json).toMatchObject({ code: 'store-unavailable' })
  })

  it.each([
    ['token-value', 5],
    ['token-key', {}],
    ['dicom-uid', ['1.2.3']],
    ['orthanc-id', false],
    ['level', null],
    ['level', undefined],
    ['method', 1],
    ['method', undefined],
    ['server-id', 7],
    ['labels', 'external'],
    ['labels', [1]],
  ])('answers 400 naming %s when it is %j', async (field, value) => {
    const answer = await ask({ [field]: value })
    expect(answer.status).toBe(400)
    expect((answer.json as { field: string }).field).toMatch(new RegExp(`^${field}`))
  })

  it.each(['', 'null', '[]', '"x"', '5', '{"level":', 'not json', '[['.repeat(9_000)])(
    'answers 400 to the body «%.20s»',
    async (body) => {
      const service = await createTestService()
      const answer = await service.post('/tokens/validate', body)
      expect(answer.status).toBe(400)
      expect(answer.json).toMatchObject({ code: 'invalid-request' })
    },
  )

  it('answers 413 to a body over 64 KiB', async () => {
    const service = await createTestService()
    const answer = await service.post('/tokens/validate', validateBody('x'.repeat(65 * 1024)))
    expect(answer.status).toBe(413)
  })

  it.each([
    ['none', undefined],
    ['a wrong password', basic('orthanc', 'wrong')],
    ["the guest's own token", 'Bearer slv_x'],
  ])('answers 401 without credentials of USERS: %s', async (_what, authorization) => {
    const service = await createTestService()
    const { token } = await service.share()
    const response = await service.app.request('/tokens/validate', {
      method: 'POST',
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      body: JSON.stringify(validateBody(token)),
    })
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('granted')
  })
})
