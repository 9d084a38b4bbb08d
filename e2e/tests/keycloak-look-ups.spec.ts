import { randomUUID } from 'node:crypto'
import { atKeycloak } from './at-keycloak.ts'
import { expect, test } from './fixtures.ts'

const newName = () => `user-${randomUUID()}`
const newKey = (text = 'key') => `${text} ${randomUUID()}`
const withoutRights = { permissions: [], 'authorized-labels': [] }

test.describe('a user id', () => {
  test('tells the name of its user, also of one who is disabled', async () => {
    const { keycloak, inner } = atKeycloak()
    const username = newName()
    const userId = await keycloak.createUser({ username, roles: ['admin-role'] })
    const profile = { name: username, 'user-id': userId, ...withoutRights }
    expect(await inner.profileById(userId)).toMatchObject(profile)
    await keycloak.change(`/users/${userId}`, { enabled: false })
    expect(await inner.profileById(userId)).toMatchObject(profile)
  })

  test('has no profile once its user is deleted, and never had one when it is none', async () => {
    const { keycloak, inner } = atKeycloak()
    const userId = await keycloak.createUser({ username: newName() })
    await keycloak.remove(`/users/${userId}`)
    for (const none of [userId, randomUUID(), '..', '../roles', 'count', 'profile?x=', '%2e%2e/roles'])
      expect(await inner.profileById(none), none).toBeNull()
  })
})

test.describe('an access token', () => {
  test('carries the groups of its user', async ({ signIn }) => {
    const { keycloak, inner } = atKeycloak()
    const name = `group-${randomUUID()}`
    const groupId = await keycloak.create('/groups', { name })
    await keycloak.join(await keycloak.findUserId('external'), groupId)
    // A token of before would know nothing of the group.
    const { accessToken } = await signIn('external')
    const profile = await inner.profileByAccessToken(accessToken)
    expect(profile).toMatchObject({
      name: 'Emil External',
      groups: [name],
      permissions: ['view', 'download', 'share'],
      'authorized-labels': ['external'],
    })
  })
})

test.describe('an api-key', () => {
  for (const text of [
    'spaces  between',
    'a "quoted" word',
    'back\\slash',
    `it's 100 % a_b*c?d:e,f;g&h=i+j/k#l`,
    'x" username:"admin',
    'clé 鍵',
  ])
    test(`may have ${text} in it`, async () => {
      const { keycloak, inner } = atKeycloak()
      const username = newName()
      const apiKey = newKey(text)
      const userId = await keycloak.createUser({ username, apiKey, roles: ['external-role'] })
      expect(await inner.profileByApiKey(apiKey)).toMatchObject({
        name: username,
        'user-id': userId,
        permissions: ['view', 'download', 'share'],
        'authorized-labels': ['external'],
      })
    })

  test('is compared exactly: no prefix, no longer one, no other case, no pattern', async () => {
    const { keycloak, inner } = atKeycloak()
    const apiKey = newKey()
    const longer = `${apiKey}-2`
    const userId = await keycloak.createUser({ username: newName(), apiKey, roles: ['doctor-role'] })
    const otherId = await keycloak.createUser({ username: newName(), apiKey: longer, roles: ['admin-role'] })
    expect(await inner.profileByApiKey(apiKey)).toMatchObject({ 'user-id': userId })
    expect(await inner.profileByApiKey(longer)).toMatchObject({ 'user-id': otherId })
    const wrong = [
      apiKey.slice(0, -1),
      `${longer}1`,
      apiKey.toUpperCase(),
      `${apiKey}*`,
      `${apiKey}%`,
      '*',
      '',
    ]
    for (const key of [...wrong, `"${apiKey}"`, `${apiKey} username:admin`, apiKey.replace(/.$/, '_')])
      expect(await inner.profileByApiKey(key), key).toMatchObject({ 'user-id': null, ...withoutRights })
  })

  test('of two users is nobody’s', async () => {
    const { keycloak, inner } = atKeycloak()
    const apiKey = newKey()
    for (const roles of [['doctor-role'], ['admin-role']])
      await keycloak.createUser({ username: newName(), apiKey, roles })
    expect(await inner.profileByApiKey(apiKey)).toMatchObject({ 'user-id': null, ...withoutRights })
  })

  test('ends soon after its user is disabled, deleted or given another', async () => {
    const { keycloak, inner } = atKeycloak()
    const endings: ((path: string) => Promise<void>)[] = [
      (path) => keycloak.change(path, { enabled: false }),
      (path) => keycloak.remove(path),
      (path) => keycloak.change(path, { attributes: { 'api-key': [newKey()] } }),
    ]
    const keys = endings.map(() => newKey())
    for (const [index, end] of endings.entries()) {
      const apiKey = keys[index] ?? ''
      const userId = await keycloak.createUser({ username: newName(), apiKey, roles: ['doctor-role'] })
      expect(await inner.profileByApiKey(apiKey)).toMatchObject({ 'user-id': userId })
      await end(`/users/${userId}`)
    }
    for (const apiKey of keys)
      await expect
        .poll(() => inner.profileByApiKey(apiKey), { timeout: 30_000 })
        .toMatchObject({ 'user-id': null, ...withoutRights })
  })

  test('is not taken before its user’s not-before', async () => {
    const { keycloak, inner } = atKeycloak()
    const users = [
      // Keycloak keeps seconds in 32 bits: this is in 2033.
      { apiKey: newKey(), notBefore: 2_000_000_000 },
      { apiKey: newKey(), notBefore: 1_000_000_000 },
    ]
    await keycloak.importUsers(
      users.map(({ apiKey, notBefore }) => ({
        username: newName(),
        enabled: true,
        notBefore,
        attributes: { 'api-key': [apiKey] },
        realmRoles: ['doctor-role'],
      })),
    )
    const [later, now] = await Promise.all(users.map(({ apiKey }) => inner.profileByApiKey(apiKey)))
    expect(later).toMatchObject({ 'user-id': null, ...withoutRights })
    expect(now).toMatchObject({ 'authorized-labels': ['*'] })
  })

  test('has its user’s groups, their roles, and those inside composite roles', async () => {
    const { keycloak, inner } = atKeycloak()
    const composite = `composite-${randomUUID()}`
    await keycloak.create('/roles', { name: composite })
    const doctor = await keycloak.get<object>('/roles/doctor-role')
    await keycloak.create(`/roles/${composite}/composites`, [doctor])
    const group = `group-${randomUUID()}`
    const groupId = await keycloak.create('/groups', { name: group })
    await keycloak.giveRoles(`/groups/${groupId}`, ['external-role'])

    const byRole = newKey()
    const byGroup = newKey()
    await keycloak.createUser({ username: newName(), apiKey: byRole, roles: [composite] })
    await keycloak.join(await keycloak.createUser({ username: newName(), apiKey: byGroup }), groupId)
    expect(await inner.profileByApiKey(byRole)).toMatchObject({ 'authorized-labels': ['*'] })
    expect(await inner.profileByApiKey(byGroup)).toMatchObject({
      'authorized-labels': ['external'],
      groups: [group],
    })
  })

  test('of a user without roles of ours grants nothing', async () => {
    const { keycloak, inner } = atKeycloak()
    const apiKey = newKey()
    const userId = await keycloak.createUser({ username: newName(), apiKey })
    expect(await inner.profileByApiKey(apiKey)).toMatchObject({ 'user-id': userId, ...withoutRights })
  })
})

test('the roles to give rights to are the realm’s, without the default ones', async () => {
  const { keycloak, inner } = atKeycloak()
  const name = `role-${randomUUID()}`
  await keycloak.create('/roles', { name })
  const roles = await inner.roles()
  expect(roles[name]).toEqual({ permissions: [], 'authorized-labels': [] })
  expect(roles['external-role']).toMatchObject({ 'authorized-labels': ['external'] })
  expect(Object.keys(roles)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(default-roles-|offline_access|uma_authorization)/)]),
  )
  await keycloak.remove(`/roles/${name}`)
  expect(Object.keys(await inner.roles())).not.toContain(name)
})
