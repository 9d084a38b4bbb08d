import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { createProgress } from '../src/process/progress.ts'
import { inProject } from '../src/project.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { startBackend } from '../src/stack/backend.ts'
import { REALM_PATH } from '../src/stack/identity/provider.ts'
import { ownKeycloak } from '../src/stack/keycloak/own-keycloak.ts'
import type { KeycloakServer } from '../src/stack/keycloak/server.ts'
import type { StackPart } from '../src/stack/part.ts'
import { createFrontDoor, type FrontDoor } from '../src/testing/front-door.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, test } from './fixtures.ts'
import { codeOf } from './pages/api.ts'
import { InnerSurface } from './pages/inner-surface.ts'
import { KeycloakAdministration } from './pages/keycloak-administration.ts'

/** A Keycloak and a backend of these tests' own, which they may stop: one story, told in order. */
test.describe.configure({ mode: 'serial', timeout: 240_000 })

const PUBLIC_URL = new URL('https://pacs.hospital.example')
const PASSWORD = 'a password of the tests'
/** Of people, by a client that takes passwords from programs: the realm's own ones do not. */
const TEST_CLIENT = 'tests'
const apiKey = `key ${randomUUID()}`

let folder: string
let door: FrontDoor
let keycloak: KeycloakServer
let administration: KeycloakAdministration
let backend: StackPart
let inner: InnerSurface
let accessToken: string

const start = () =>
  ownKeycloak({
    publicUrl: PUBLIC_URL,
    dataFolder: join(folder, 'keycloak'),
    logFolder: folder,
    progress: createProgress(() => {}, new AbortController().signal),
  })

const signIn = async (username: string): Promise<string> => {
  const answer = await fetch(`${keycloak.innerUrl}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: TEST_CLIENT,
      username,
      password: PASSWORD,
      scope: 'openid',
    }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}
const page = (body: string, type: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`

const known = { permissions: ['view', 'download', 'share', 'send'], 'authorized-labels': ['*'] }
const unknownKey = () => inner.profileByApiKey(`nobody ${randomUUID()}`)

/** All that works with Keycloak there. */
const expectHealth = async () => {
  await expect.poll(() => inner.readiness(), { timeout: 30_000 }).toBe(200)
  await expect.poll(unknownKey, { timeout: 30_000 }).toMatchObject({ 'user-id': null })
  expect(await inner.profileByAccessToken(await signIn('known'))).toMatchObject(known)
  await expect.poll(() => inner.profileByApiKey(apiKey), { timeout: 30_000 }).toMatchObject(known)
}

/** Who is known stays known; all else is refused, before the plugin gives up. */
const expectOutage = async () => {
  expect(await inner.profileByAccessToken(accessToken)).toMatchObject(known)
  expect(await unknownKey()).toBe(503)
  expect(await inner.profileById(randomUUID())).toBe(503)
  const roles = await inner.roles()
  expect(Object.keys(roles)).toContain('doctor-role')
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-life-'))
  const permissionsFile = join(folder, 'permissions.jsonc')
  await copyFile(inProject('deploy', 'permissions.jsonc'), permissionsFile)
  door = await createFrontDoor()
  keycloak = await start()
  administration = new KeycloakAdministration(keycloak)
  await prepareRealm()
  const credentials = { username: 'orthanc', password: randomBytes(16).toString('hex') }
  backend = await startBackend({
    publicUrl: PUBLIC_URL,
    secretKey: randomBytes(32).toString('base64url'),
    gatewayCredentials: credentials,
    identity: { ...keycloak, innerUrl: door.url + REALM_PATH },
    orthanc: stackUnderTest().orthanc,
    dataFolder: join(folder, 'backend'),
    logFolder: folder,
    until: '/healthz',
    settings: {
      KEYCLOAK_ADMIN_URI: `${door.url}/keycloak/admin/realms/orthanc`,
      OIDC_CLIENTS: TEST_CLIENT,
      OFFBOARDING: 'end',
      PERMISSIONS_FILE_PATH: permissionsFile,
    },
  })
  inner = new InnerSurface(backend.url, credentials)
})

test.afterAll(async () => {
  await backend?.stop()
  await door?.shut()
  await keycloak?.stop()
  await rm(folder, { recursive: true, force: true })
})

const prepareRealm = async () => {
  await administration.create('/clients', {
    clientId: TEST_CLIENT,
    publicClient: true,
    directAccessGrantsEnabled: true,
    protocolMappers: [
      {
        name: 'audience',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-audience-mapper',
        config: { 'included.custom.audience': 'studylink', 'access.token.claim': 'true' },
      },
    ],
  })
  await administration.change('', { eventsEnabled: true, enabledEventTypes: ['CLIENT_LOGIN'] })
  await administration.createUser({
    username: 'known',
    password: PASSWORD,
    apiKey,
    roles: ['doctor-role'],
  })
}

test('a backend that starts before Keycloak becomes ready when it comes', async () => {
  accessToken = await signIn('known')
  expect(await inner.readiness()).toBe(503)
  expect(await inner.profileByAccessToken(accessToken)).toBe(503)
  expect(await unknownKey()).toBe(503)
  await door.leadTo(keycloak.url)
  await expectHealth()
  expect(await inner.profileByAccessToken(accessToken)).toMatchObject(known)
})

test('many look-ups at once are made with one token of the administration', async () => {
  await Promise.all(Array.from({ length: 20 }, unknownKey))
  expect(await administration.get('/events?type=CLIENT_LOGIN')).toHaveLength(1)
})

test('rights given to a role count for its users without a restart', async () => {
  const key = `key ${randomUUID()}`
  await administration.create('/roles', { name: 'nurse-role' })
  await administration.createUser({ username: 'nurse', apiKey: key, roles: ['nurse-role'] })
  const roles = await inner.roles()
  const rights = { permissions: ['view'], 'authorized-labels': ['ward'] }
  expect(await inner.saveRoles({ ...roles, 'nurse-role': rights })).toBe(200)
  await expect.poll(() => inner.profileByApiKey(key), { timeout: 30_000 }).toMatchObject(rights)
})

for (const [what, take] of [
  ['away', () => door.shut()],
  ['hanging', () => door.hang()],
  ['answering a page of something else', () => door.answer(page('<title>Welcome</title>', 'text/html'))],
  ['answering other JSON', () => door.answer(page('{"keys":[],"issuer":7}', 'application/json'))],
  ['not speaking HTTP', () => door.answer('220 mail.hospital.example ESMTP\r\n')],
] satisfies [string, () => Promise<void>][])
  test(`while Keycloak is ${what}, who is known stays known, and it recovers by itself`, async () => {
    await take()
    await expectOutage()
    await door.leadTo(keycloak.url)
    await expectHealth()
  })

test('a restart of Keycloak is lived through', async () => {
  await door.shut()
  await keycloak.stop()
  await expectOutage()
  keycloak = await start()
  administration = new KeycloakAdministration(keycloak)
  await door.leadTo(keycloak.url)
  await expectHealth()
  expect(await inner.profileByAccessToken(accessToken)).toMatchObject(known)
})

test('tokens of a new key of the realm are taken soon, and those of the former one still', async () => {
  const before = await signIn('known')
  const { id: parentId } = await administration.get<{ id: string }>('')
  await administration.create('/components', {
    name: 'rotated',
    parentId,
    providerType: 'org.keycloak.keys.KeyProvider',
    providerId: 'rsa-generated',
    config: { priority: ['200'], algorithm: ['RS256'], keySize: ['2048'] },
  })
  const after = await signIn('known')
  expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
  await expect.poll(() => inner.profileByAccessToken(after), { timeout: 30_000 }).toMatchObject(known)
  expect(await inner.profileByAccessToken(before)).toMatchObject(known)
})

test('links of users who are disabled or deleted end within a minute, and only theirs', async ({
  request,
}) => {
  const shareOf = async (username: string) => {
    const user = { username, password: PASSWORD, roles: ['doctor-role'] }
    const userId = await administration.createUser(user)
    const answer = await request.post(`${backend.url}/share/api/shares`, {
      headers: { authorization: `Bearer ${await signIn(username)}` },
      data: { studies: [{ studyInstanceUID: sampleStudies.mrKnee.studyInstanceUID }] },
    })
    expect(answer.status()).toBe(201)
    const { url } = (await answer.json()) as { url: string }
    return { path: `/users/${userId}`, code: codeOf(url) }
  }
  const preview = async (code: string) =>
    (await request.post(`${backend.url}/share/api/guest/preview`, { data: { code } })).status()

  const [stays, disabled, deleted] = [
    await shareOf('stays'),
    await shareOf('disabled'),
    await shareOf('deleted'),
  ]
  for (const { code } of [stays, disabled, deleted]) expect(await preview(code)).toBe(200)
  await administration.change(disabled.path, { enabled: false })
  await administration.remove(deleted.path)
  for (const { code } of [disabled, deleted])
    await expect.poll(() => preview(code), { timeout: 60_000 }).toBe(410)
  expect(await preview(stays.code)).toBe(200)
})
