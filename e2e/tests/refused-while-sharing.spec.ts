import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ListSharesResponse } from '@studylink/backend/contract'
import { sampleStudies } from '../src/samples/catalog.ts'
import { startBackend } from '../src/stack/backend.ts'
import type { StackPart } from '../src/stack/part.ts'
import { createFrontDoor, type FrontDoor } from '../src/testing/front-door.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { startTokenIssuer, type TokenIssuer } from '../src/testing/token-issuer.ts'
import { expect, test } from './fixtures.ts'

/** A backend of these tests' own, whose archive and provider they may take away: one story, told in order. */
test.describe.configure({ mode: 'serial' })

let folder: string
let issuer: TokenIssuer
let identityDoor: FrontDoor
let archiveDoor: FrontDoor
let backend: StackPart

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-refused-'))
  issuer = await startTokenIssuer()
  identityDoor = await createFrontDoor()
  archiveDoor = await createFrontDoor()
  const { orthanc } = stackUnderTest()
  await archiveDoor.leadTo(orthanc.url)
  backend = await startBackend({
    publicUrl: new URL('https://pacs.hospital.example'),
    secretKey: randomBytes(32).toString('base64url'),
    gatewayCredentials: { username: 'gateway', password: randomBytes(16).toString('hex') },
    identity: { issuer: issuer.issuer, innerUrl: identityDoor.url },
    orthanc: { url: archiveDoor.url, credentials: orthanc.credentials },
    dataFolder: folder,
    logFolder: folder,
    until: '/healthz',
  })
})

test.afterAll(async () => {
  await backend?.stop()
  await identityDoor?.shut()
  await archiveDoor?.shut()
  await issuer?.stop()
  await rm(folder, { recursive: true, force: true })
})

const call = (method: string, path: string, token: string, body?: object) =>
  fetch(`${backend.url}/share/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const share = async (token: string) => {
  const { studyInstanceUID } = sampleStudies.mrKnee
  const answer = await call('POST', '/shares', token, { studies: [{ studyInstanceUID }] })
  const { code } = (await answer.json()) as { code?: string }
  return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') }
}
/** How many shares there are, whoever made them; undefined: that cannot be told. */
const countShares = async () => {
  const admin = await issuer.accessToken('admin-role')
  const answer = await call('GET', '/shares?scope=all', admin)
  return answer.ok ? ((await answer.json()) as ListSharesResponse).shares.length : undefined
}

test('while the identity provider is away nothing is shared', async () => {
  expect(await share(await issuer.accessToken('doctor-role'))).toEqual({
    status: 503,
    code: 'identity-unavailable',
    retryAfter: expect.stringMatching(/^\d+$/),
  })
  await identityDoor.leadTo(issuer.url)
  await expect.poll(countShares, { timeout: 30_000 }).toBe(0)
})

const past = () => Math.floor(Date.now() / 1000) - 60
for (const [title, claims] of [
  ['of another audience', () => ({ aud: 'orthanc' })],
  ['of another issuer', () => ({ iss: 'https://elsewhere.example/realms/orthanc' })],
  ['that has ended', () => ({ exp: past() })],
  ['of another client', () => ({ azp: 'somebody-else' })],
  ['that is an ID token', () => ({ typ: 'ID' })],
] satisfies [string, () => object][])
  test(`an access token ${title} does not share`, async () => {
    const refused = { status: 401, code: 'not-signed-in' }
    expect(await share(await issuer.signed(claims()))).toMatchObject(refused)
    expect(await countShares()).toBe(0)
  })

test('an access token with one changed character does not share', async () => {
  const token = await issuer.accessToken('doctor-role')
  const [header = '', payload = '', signature = ''] = token.split('.')
  for (const index of [0, Math.floor(signature.length / 2)]) {
    const character = signature[index] === 'A' ? 'B' : 'A'
    const changed = signature.slice(0, index) + character + signature.slice(index + 1)
    const answer = await share([header, payload, changed].join('.'))
    expect(answer).toMatchObject({ status: 401, code: 'not-signed-in' })
  }
  expect(await countShares()).toBe(0)
})

for (const [title, take] of [
  ['away', () => archiveDoor.shut()],
  ['hanging', () => archiveDoor.hang()],
  ['not speaking HTTP', () => archiveDoor.answer('220 mail.hospital.example ESMTP\r\n')],
] satisfies [string, () => Promise<void>][])
  test(`while the archive is ${title} nothing is shared`, async () => {
    await take()
    expect(await share(await issuer.accessToken('doctor-role'))).toEqual({
      status: 503,
      code: 'orthanc-unavailable',
      retryAfter: expect.stringMatching(/^\d+$/),
    })
    expect(await countShares()).toBe(0)
    await archiveDoor.leadTo(stackUnderTest().orthanc.url)
  })

test('with both there it is shared', async () => {
  expect(await share(await issuer.accessToken('doctor-role'))).toMatchObject({ status: 201 })
  expect(await countShares()).toBe(1)
})
