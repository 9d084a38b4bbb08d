import { generateKeyPair, SignJWT } from 'jose'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { codeOf } from './pages/api.ts'

const studies = [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }]
const TEN_YEARS_SECONDS = 10 * 365 * 86_400

const refusals: { title: string; body: unknown; status: number; code: string; field?: string }[] = [
  {
    title: 'an unknown study',
    body: { studies: [{ studyInstanceUID: '1.2.3.4.5' }] },
    status: 404,
    code: 'study-not-visible',
  },
  {
    title: 'an end beyond the policy',
    body: { studies, expiresInSeconds: TEN_YEARS_SECONDS },
    status: 422,
    code: 'expiry-beyond-policy',
  },
  { title: 'no study', body: { studies: [] }, status: 400, code: 'invalid-request', field: 'studies' },
  {
    title: 'a UID with letters',
    body: { studies: [{ studyInstanceUID: '1.2.x' }] },
    status: 400,
    code: 'invalid-request',
  },
  {
    title: 'two ends',
    body: { studies, expiresInSeconds: 3600, expiresAt: '2030-01-01T00:00:00Z' },
    status: 400,
    code: 'invalid-request',
    field: 'expiresAt',
  },
  {
    title: 'a viewer that is not there',
    body: { studies, viewer: 'none' },
    status: 400,
    code: 'invalid-request',
  },
]

for (const { title, body, status, code, field } of refusals)
  test(`${title} is refused with ${code}`, async ({ api, accessTokenOf }) => {
    const answer = await api.createShareRaw(await accessTokenOf('doctor'), body)
    expect(answer.status()).toBe(status)
    expect(answer.headers()['content-type']).toContain('application/problem+json')
    expect((await answer.json()) as unknown).toMatchObject({ code, ...(field ? { field } : {}) })
  })

test('malformed JSON and an over-long body are refused', async ({ request, accessTokenOf }) => {
  const headers = {
    authorization: `Bearer ${await accessTokenOf('doctor')}`,
    'content-type': 'application/json',
  }
  const malformed = await request.post('/share/api/shares', { headers, data: Buffer.from('{"studies":') })
  expect(malformed.status()).toBe(400)
  expect((await malformed.json()) as unknown).toMatchObject({ code: 'invalid-request' })
  const long = await request.post('/share/api/shares', { headers, data: Buffer.alloc(70_000, ' ') })
  expect(long.status()).toBe(413)
})

test('a token that is tampered with, foreign, or missing does not sign in', async ({
  api,
  accessTokenOf,
  baseURL,
}) => {
  const genuine = await accessTokenOf('doctor')
  const { privateKey } = await generateKeyPair('RS256')
  const claims = { typ: 'Bearer', azp: 'studylink', realm_access: { roles: ['admin-role'] } }
  const foreign = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(`${baseURL}/keycloak/realms/orthanc`)
    .setAudience('account')
    .setSubject('intruder')
    .setExpirationTime('1h')
    .sign(privateKey)
  const [header = '', payload = '', signature = ''] = genuine.split('.')
  const admin = Buffer.from(payload, 'base64url').toString().replace('doctor-role', 'admin-role')
  const tampered = [header, Buffer.from(admin).toString('base64url'), signature].join('.')
  for (const token of [tampered, foreign, 'nonsense', undefined]) {
    const answer = await api.createShareRaw(token, { studies })
    expect(answer.status()).toBe(401)
    expect((await answer.json()) as unknown).toMatchObject({ code: 'not-signed-in' })
  }
})

test('every changed character of a code is refused, and a refusal opens nothing', async ({
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies })
  const code = codeOf(url)
  for (const index of [0, 7, 13, 14, 20, 34]) {
    const changed = code.slice(0, index) + (code[index] === 'A' ? 'B' : 'A') + code.slice(index + 1)
    const answer = await api.preview(changed)
    expect(answer.status()).toBe(404)
    expect((await answer.json()) as unknown).toMatchObject({ code: 'link-unknown' })
  }
  expect((await api.getShare(doctor, share.shareId)).openings).toBe(0)
})

test('the service’s inner routes cannot be reached from outside', async ({ request }) => {
  for (const path of [
    '/tokens/validate',
    '/tokens/decode',
    '/user/get-profile',
    '/gateway/authorize',
    '/metrics',
  ]) {
    expect((await request.get(path)).status(), path).toBe(404)
    expect((await request.get(`/share/..${path}`)).status(), path).toBe(404)
    expect((await request.get(`/share/%2e%2e${path}`)).status(), path).toBe(404)
  }
})
