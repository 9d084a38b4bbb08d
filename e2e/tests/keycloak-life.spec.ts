import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { freePort } from '../src/process/free-port.ts'
import { createProgress } from '../src/process/progress.ts'
import { cacheFolder, inProject } from '../src/project.ts'
import { providePostgresql } from '../src/provision/postgresql.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { startBackend } from '../src/stack/backend.ts'
import { REALM_PATH } from '../src/stack/identity/provider.ts'
import { SAMPLE_PASSWORD } from '../src/stack/identity/users.ts'
import { ownKeycloak } from '../src/stack/keycloak/own-keycloak.ts'
import type { KeycloakServer } from '../src/stack/keycloak/server.ts'
import type { StackPart } from '../src/stack/part.ts'
import { startPostgresql, type Postgresql } from '../src/stack/postgresql.ts'
import { createFrontDoor, type FrontDoor } from '../src/testing/front-door.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, test } from './fixtures.ts'
import { codeOf } from './pages/api.ts'
import { InnerSurface } from './pages/inner-surface.ts'
import { KeycloakAdministration } from './pages/keycloak-administration.ts'

/**
 * A Keycloak as in the deployment, on a PostgreSQL, and a backend of these tests' own, which they may stop: one story,
 * told in order.
 */
test.describe.configure({ mode: 'serial', timeout: 240_000 })

const PUBLIC_URL = new URL('https://pacs.hospital.example')
const PASSWORD = 'a password of the tests'
/** Of people, by a client that takes passwords from programs: the realm's own ones do not. */
const TEST_CLIENT = 'tests'
const apiKey = `key ${randomUUID()}`

let folder: string
/** Of its own: PostgreSQL does not run as root, who alone may enter the other. */
let databaseFolder: string
let door: FrontDoor
let startDatabase: () => Promise<Postgresql>
let database: Postgresql
let keycloak: KeycloakServer
let administration: KeycloakAdministration
let backend: StackPart
/** Another one, whose shares outlive their owners' accounts. */
let keeping: StackPart
let inner: InnerSurface
let accessToken: string

const progress = createProgress(() => {}, new AbortController().signal)
const start = () =>
  ownKeycloak({
    publicUrl: PUBLIC_URL,
    dataFolder: join(folder, 'keycloak'),
    logFolder: folder,
    progress,
    postgresqlUrl: database.url,
  })

const askForTokens = async (grant: Record<string, string>) => {
  const answer = await fetch(`${keycloak.innerUrl}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: TEST_CLIENT, scope: 'openid', ...grant }),
  })
  return (await answer.json()) as { access_token: string; refresh_token: string }
}
/** Undefined at run time where it is refused. */
const signIn = async (username: string, password = PASSWORD): Promise<string> => {
  const tokens = await askForTokens({ grant_type: 'password', username, password })
  return tokens.access_token
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
  // Its first start makes a hundred tables and the realm, and the distribution may have to be built.
  test.setTimeout(600_000)
  folder = await mkdtemp(join(tmpdir(), 'studylink-life-'))
  databaseFolder = await mkdtemp(join(tmpdir(), 'studylink-life-database-'))
  const permissionsFile = join(folder, 'permissions.jsonc')
  await copyFile(inProject('deploy', 'permissions.jsonc'), permissionsFile)
  door = await createFrontDoor()
  const bin = await progress.step('PostgreSQL', (task) => providePostgresql(cacheFolder, task))
  const port = await freePort()
  startDatabase = () => startPostgresql({ bin, folder: databaseFolder, port })
  database = await startDatabase()
  keycloak = await start()
  administration = new KeycloakAdministration(keycloak)
  await prepareRealm()
  const credentials = { username: 'orthanc', password: randomBytes(16).toString('hex') }
  const startOne = (offboarding: 'end' | 'keep') =>
    startBackend({
      publicUrl: PUBLIC_URL,
      secretKey: randomBytes(32).toString('base64url'),
      gatewayCredentials: credentials,
      identity: { ...keycloak, innerUrl: door.url + REALM_PATH },
      orthanc: stackUnderTest().orthanc,
      dataFolder: join(folder, offboarding),
      logFolder: folder,
      until: '/healthz',
      settings: {
        KEYCLOAK_ADMIN_URI: `${door.url}/keycloak/admin/realms/orthanc`,
        OIDC_CLIENTS: TEST_CLIENT,
        OFFBOARDING: offboarding,
        PERMISSIONS_FILE_PATH: permissionsFile,
      },
    })
  backend = await startOne('end')
  keeping = await startOne('keep')
  inner = new InnerSurface(backend.url, credentials)
})

test.afterAll(async () => {
  await backend?.stop()
  await keeping?.stop()
  await door?.shut()
  await keycloak?.stop()
  await database?.child.stop()
  for (const one of [folder, databaseFolder]) await rm(one, { recursive: true, force: true })
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

test('the first start has made the realm, and its users sign in', async () => {
  const external = await inner.profileByAccessToken(await signIn('external', SAMPLE_PASSWORD))
  expect(external).toMatchObject({ name: 'Emil External', 'authorized-labels': ['external'] })
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

test('a restart of Keycloak is lived through, and no sign-in is lost', async () => {
  const { refresh_token } = await askForTokens({
    grant_type: 'password',
    username: 'known',
    password: PASSWORD,
  })
  await door.shut()
  await keycloak.stop()
  await expectOutage()
  keycloak = await start()
  administration = new KeycloakAdministration(keycloak)
  await door.leadTo(keycloak.url)
  await expectHealth()
  expect(await inner.profileByAccessToken(accessToken)).toMatchObject(known)
  const renewed = await askForTokens({ grant_type: 'refresh_token', refresh_token })
  expect(await inner.profileByAccessToken(renewed.access_token)).toMatchObject(known)
})

test('a restart of Keycloak’s PostgreSQL is lived through', async () => {
  await database.child.stop()
  await expectOutage()
  database = await startDatabase()
  await expectHealth()
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

test('who guesses passwords has to wait, and so has the right one', async () => {
  await administration.createUser({ username: 'guessed', password: PASSWORD })
  const guesses = Array.from({ length: 10 }, (_, index) => `guess ${index}`)
  for (const guess of guesses) expect(await signIn('guessed', guess)).toBeUndefined()
  expect(await signIn('guessed')).toBeUndefined()
  expect(await signIn('known')).toBeDefined()
})

test('links of users who are disabled or deleted end within a minute, and only theirs, and only where they shall', async ({
  request,
}) => {
  const newUser = async (username: string) => {
    const user = { username, password: PASSWORD, roles: ['doctor-role'] }
    const path = `/users/${await administration.createUser(user)}`
    return { path, token: await signIn(username) }
  }
  const share = async ({ url }: StackPart, token: string) => {
    const answer = await request.post(`${url}/share/api/shares`, {
      headers: { authorization: `Bearer ${token}` },
      data: { studies: [{ studyInstanceUID: sampleStudies.mrKnee.studyInstanceUID }] },
    })
    expect(answer.status()).toBe(201)
    return codeOf(((await answer.json()) as { url: string }).url)
  }
  const preview = async ({ url }: StackPart, code: string) =>
    (await request.post(`${url}/share/api/guest/preview`, { data: { code } })).status()

  const stays = await newUser('stays')
  const disabled = await newUser('disabled')
  const deleted = await newUser('deleted')
  const kept = await share(keeping, disabled.token)
  const remaining = await share(backend, stays.token)
  const ending = [await share(backend, disabled.token), await share(backend, deleted.token)]
  for (const code of [remaining, ...ending]) expect(await preview(backend, code)).toBe(200)
  await administration.change(disabled.path, { enabled: false })
  await administration.remove(deleted.path)
  for (const code of ending) await expect.poll(() => preview(backend, code), { timeout: 60_000 }).toBe(410)
  expect(await preview(backend, remaining)).toBe(200)
  expect(await preview(keeping, kept)).toBe(200)
})
