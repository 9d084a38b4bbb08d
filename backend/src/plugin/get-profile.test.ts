import { describe, expect, it } from 'vitest'
import { createTestService } from './test-service.ts'

const nobody = {
  name: 'Anonymous',
  'user-id': null,
  permissions: [],
  'authorized-labels': [],
  groups: [],
  validity: 60,
}

const getProfile = async (body: unknown) => {
  const service = await createTestService()
  return service.post('/user/get-profile', body)
}

const withToken = (value: string, key = 'token') => ({
  'server-id': null,
  'token-key': key,
  'token-value': value,
})

describe('POST /user/get-profile', () => {
  it.each(['token', 'Authorization', 'api-key'])('describes a clinician by the token in %s', async (key) => {
    const answer = await getProfile(withToken(key === 'Authorization' ? 'Bearer doctor' : 'doctor', key))
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      name: 'Dr. Doc',
      'user-id': 'u-1',
      permissions: ['view', 'share'],
      'authorized-labels': ['*'],
      groups: [],
      validity: 10,
    })
  })

  it('lets a profile be kept no longer than its token lives, in whole seconds', async () => {
    expect((await getProfile(withToken('ends-in-4s'))).text).toContain('"validity":4}')
  })

  it('never says validity 0, which the plugin takes for «for ever»', async () => {
    expect((await getProfile(withToken('ends-now'))).text).toContain('"validity":1}')
  })

  it.each([
    ['everything empty', withToken('', '')],
    ['an empty Authorization', withToken('', 'Authorization')],
    ['nothing', {}],
    ['nulls', { 'token-key': null, 'token-value': null, 'user-id': null }],
  ])('gives anonymous callers a profile without rights: %s', async (_how, body) => {
    expect(await getProfile(body)).toMatchObject({ status: 200, json: nobody })
  })

  it.each(['slv_eyJ.a.b.c.d', 'sld_x'])(
    'gives a guest’s token %s a profile without rights, judged or not',
    async (token) => {
      expect((await getProfile(withToken(token))).json).toEqual(nobody)
      expect((await getProfile(withToken(`Bearer ${token}`, 'Authorization'))).json).toEqual(nobody)
    },
  )

  it.each(['nope', 'Bearer nope', 'Basic ZG9jdG9yOng=', 'Bearer doctor x'])(
    'gives «%s», which is no access token, a profile without rights',
    async (value) => {
      const answer = await getProfile(withToken(value, 'Authorization'))
      expect(answer.status).toBe(200)
      expect(answer.json).toMatchObject({ permissions: [], 'authorized-labels': [], 'user-id': null })
      expect((answer.json as { validity: number }).validity).toBeGreaterThan(0)
    },
  )

  it('answers 503, for which the plugin keeps nothing, when the provider cannot be asked', async () => {
    const answer = await getProfile(withToken('down'))
    expect(answer.status).toBe(503)
    expect(answer.json).toMatchObject({ code: 'identity-unavailable' })
  })

  it('has no profile for a user id: nobody is looked up without a token', async () => {
    expect(await getProfile({ 'user-id': 'u-1', 'server-id': null })).toMatchObject({
      status: 200,
      text: 'null',
    })
  })

  it.each([
    ['token-value', 1],
    ['token-key', []],
    ['user-id', {}],
    ['server-id', 0],
  ])('answers 400 naming %s when it is %j', async (field, value) => {
    const answer = await getProfile({ ...withToken('doctor'), [field]: value })
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid-request', field } })
  })

  it('answers 401 without credentials of USERS', async () => {
    const service = await createTestService()
    const answer = await service.post('/user/get-profile', withToken('doctor'), {
      Authorization: 'Bearer doctor',
    })
    expect(answer.status).toBe(401)
  })
})
