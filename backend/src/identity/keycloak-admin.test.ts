import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApiKeys } from './api-keys.ts'
import { createKeycloakAdmin, type KeycloakAdminDeps } from './keycloak-admin.ts'
import { API_KEY_MAX_AGE_MS, UNKNOWN_API_KEY_MAX_AGE_MS } from './limits.ts'
import type { Permissions } from './permissions-file.ts'
import {
  CLIENT_SECRET,
  type StandInKeycloak,
  type StandInKeycloakOptions,
  startStandInKeycloak,
} from './stand-in-keycloak.ts'

const START_MS = Date.UTC(2026, 0, 1)
const withKey = (key: string, changes: object = {}) => ({
  id: `id-of-${key}`,
  username: `user-of-${key}`,
  attributes: { 'api-key': [key] },
  roles: ['doctor-role', 'default-roles-orthanc'],
  ...changes,
})
const permissions: Permissions = {
  rightsOf: (roles) => ({
    permissions: new Set(roles.includes('doctor-role') ? ['view'] : []),
    authorizedLabels: roles.includes('doctor-role') ? ['*'] : [],
  }),
  document: () => ({ roles: {} }),
}
const unavailable = { ok: false, refusal: { reason: 'identity-unavailable' } }
const unknown = { ok: false, refusal: { reason: 'invalid-token', why: 'api-key' } }

let keycloak: StandInKeycloak
let now: number
const warnings: unknown[] = []
const started: StandInKeycloak[] = []
beforeEach(() => {
  now = START_MS
  warnings.length = 0
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.close()))
})

const setUp = async (options: StandInKeycloakOptions = {}, changes: Partial<KeycloakAdminDeps> = {}) => {
  keycloak = await startStandInKeycloak(options)
  started.push(keycloak)
  const { realmUri, adminUri } = keycloak
  const clock = () => now
  const log = { warn: (...line: unknown[]) => void warnings.push(line) }
  const admin = createKeycloakAdmin({
    realmUri,
    adminUri,
    clientSecret: CLIENT_SECRET,
    clock,
    log,
    timeoutMs: 2_000,
    ...changes,
  })
  const issuer = 'https://pacs.example.org/keycloak/realms/orthanc'
  return { admin, apiKeys: createApiKeys({ admin, permissions, issuer, clock }) }
}
const timesAsked = (path: string) => keycloak.asked.filter((one) => one.endsWith(path)).length

describe('an api-key', () => {
  test('is its user, with the rights of the realm roles and the groups', async () => {
    const users = [withKey('key-1', { groups: ['radiology'] }), withKey('key-2', { groups: ['nobody'] })]
    const { apiKeys } = await setUp({ users })
    expect(await apiKeys.authenticate('key-1')).toEqual({
      ok: true,
      value: {
        iss: 'https://pacs.example.org/keycloak/realms/orthanc',
        sub: 'id-of-key-1',
        name: 'user-of-key-1',
        permissions: new Set(['view']),
        authorizedLabels: ['*'],
        groups: ['radiology'],
        expiresAtMs: START_MS + API_KEY_MAX_AGE_MS,
      },
    })
  })

  test.each([
    ['in another case', 'KEY-1'],
    ['a part of one', 'key'],
    ['nothing', ''],
    ['with a second condition of the query language', 'key-1 username:admin'],
    ['quoted', '"key-1"'],
    ['with a line break', 'key-1\n'],
    ['ending with a backslash, for which the query language has no words', 'key-1\\'],
    ['endless', 'k'.repeat(5_000)],
  ])('is refused when it is %s', async (_how, key) => {
    const { apiKeys } = await setUp({ users: [withKey('key-1'), withKey('key-10')], findsParts: true })
    expect(await apiKeys.authenticate(key)).toEqual(unknown)
  })

  test('is not confused by others that contain it', async () => {
    const { apiKeys } = await setUp({ users: [withKey('key-10'), withKey('key-1')], findsParts: true })
    expect(await apiKeys.authenticate('key-1')).toMatchObject({ ok: true, value: { sub: 'id-of-key-1' } })
  })

  test.each([
    'two words',
    'a "quoted" word',
    '"',
    'back\\slash',
    "it's 100 % a_b*c?d:e,f;g&h=i+j/k#l",
    'clé',
  ])('may be %s', async (key) => {
    const { apiKeys } = await setUp({ users: [withKey(key), withKey('another')] })
    expect(await apiKeys.authenticate(key)).toMatchObject({ ok: true, value: { sub: `id-of-${key}` } })
  })

  test('is refused when two users have it', async () => {
    const { apiKeys } = await setUp({ users: [withKey('key-1'), withKey('key-1', { id: 'another' })] })
    expect(await apiKeys.authenticate('key-1')).toEqual(unknown)
    expect(warnings).toHaveLength(1)
  })

  test.each([
    ['is disabled', { enabled: false }],
    ['is not yet valid', { notBefore: START_MS / 1000 + 1 }],
  ])('is refused when its user %s', async (_how, changes) => {
    const { apiKeys } = await setUp({ users: [withKey('key-1', changes)] })
    expect(await apiKeys.authenticate('key-1')).toEqual(unknown)
  })

  test('is asked for once by many at once, and again when it is old', async () => {
    const { apiKeys } = await setUp({ users: [withKey('key-1')] })
    await Promise.all(Array.from({ length: 20 }, () => apiKeys.authenticate('key-1')))
    expect(timesAsked('/users')).toBe(1)
    now += API_KEY_MAX_AGE_MS - 1
    await apiKeys.authenticate('key-1')
    expect(timesAsked('/users')).toBe(1)
    now += 1
    await apiKeys.authenticate('key-1')
    expect(timesAsked('/users')).toBe(2)
  })

  test('that nobody has is asked for again after a second', async () => {
    const { apiKeys } = await setUp()
    await apiKeys.authenticate('key-1')
    await apiKeys.authenticate('key-1')
    now += UNKNOWN_API_KEY_MAX_AGE_MS
    await apiKeys.authenticate('key-1')
    expect(timesAsked('/users')).toBe(2)
  })

  test.each(['down', 'hanging'] as const)('cannot be judged while Keycloak is %s', async (behaviour) => {
    const { apiKeys } = await setUp({ users: [withKey('key-1')] })
    keycloak.behave(behaviour)
    expect(await apiKeys.authenticate('key-1')).toEqual(unavailable)
    keycloak.behave('up')
    expect((await apiKeys.authenticate('key-1')).ok).toBe(true)
  })

  test('is never in the log', async () => {
    const { apiKeys } = await setUp(
      { users: [withKey('secret-key-1')] },
      { clientSecret: 'wrong-client-secret' },
    )
    expect(await apiKeys.authenticate('secret-key-1')).toEqual(unavailable)
    expect(JSON.stringify(warnings)).toContain('token status 401')
    expect(JSON.stringify(warnings)).not.toMatch(/secret/)
  })
})

describe('the administration’s token', () => {
  test('is kept until shortly before its end, and asked for once by many at once', async () => {
    const { admin } = await setUp({ expiresIn: 60 })
    await Promise.all(Array.from({ length: 10 }, () => admin.listRealmRoles()))
    expect(keycloak.minted()).toBe(1)
    now += 49_999
    await admin.listRealmRoles()
    expect(keycloak.minted()).toBe(1)
    now += 1
    await admin.listRealmRoles()
    expect(keycloak.minted()).toBe(2)
  })

  test('is renewed when Keycloak has forgotten it', async () => {
    const { admin } = await setUp({ roles: [{ name: 'doctor-role' }] })
    await admin.listRealmRoles()
    keycloak.forgetTokens()
    expect(await admin.listRealmRoles()).toEqual({
      ok: true,
      value: [{ name: 'doctor-role', composite: false }],
    })
    expect(keycloak.minted()).toBe(2)
  })
})

describe('a user id', () => {
  test('tells who it is', async () => {
    const { admin } = await setUp({ users: [withKey('key-1', { id: 'f:ldap/1:ada' })] })
    expect(await admin.findUser('f:ldap/1:ada')).toMatchObject({
      ok: true,
      value: { username: 'user-of-key-1' },
    })
  })

  test.each(['nobody', '..', '.', '', '../roles', 'count', 'profile'])(
    'that is none finds nobody: %j',
    async (id) => {
      const { admin } = await setUp({ users: [withKey('key-1')] })
      expect(await admin.findUser(id)).toEqual({ ok: true, value: undefined })
    },
  )
})
