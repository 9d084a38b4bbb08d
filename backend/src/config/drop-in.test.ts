import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './read-config.ts'
import { startNotices } from './start-notices.ts'

const SECRET = 'a secret of the tests that is long enough'
const DIGEST = 'a'.repeat(64)

const read = (env: Readonly<Record<string, string>> = {}) =>
  readConfig({ SECRET_KEY: SECRET, DATA_DIR: '/data', ...env }, '/no/such/folder')
const refusalOf = (env: Readonly<Record<string, string>>): string => {
  try {
    read(env)
    return 'accepted'
  } catch (error) {
    return error instanceof ConfigError ? error.message : `thrown: ${String(error)}`
  }
}
const told = (env: Readonly<Record<string, string>>) =>
  startNotices(read(env))
    .map(({ level, message }) => `${level}: ${message}`)
    .join('\n')

describe('identity', () => {
  const issuer = 'https://pacs.example.org/keycloak/realms/orthanc'
  const defaultUri = 'http://keycloak:8080/realms/orthanc'

  test.each([
    ['nothing', {}],
    ['ENABLE_KEYCLOAK=false', { ENABLE_KEYCLOAK: 'false', OIDC_ISSUERS: issuer }],
    ['KEYCLOAK_URI alone, as in the Python service', { KEYCLOAK_URI: 'http://kc/realms/x' }],
  ])('is off with %s', (_how, env) => {
    expect(read(env).identity).toBeUndefined()
  })
  test.each([
    [{ ENABLE_KEYCLOAK: 'true' }, { issuers: [], fetchBase: defaultUri }],
    [
      { ENABLE_KEYCLOAK: 'TRUE', KEYCLOAK_URI: 'http://kc/realms/x/' },
      { issuers: [], fetchBase: 'http://kc/realms/x' },
    ],
    [{ OIDC_ISSUERS: issuer }, { issuers: [issuer], fetchBase: undefined }],
    [
      { ENABLE_KEYCLOAK: 'true', OIDC_ISSUERS: issuer },
      { issuers: [issuer], fetchBase: defaultUri },
    ],
  ])('is on with %j', (env, settings) => {
    expect(read(env).identity).toEqual({ ...settings, admin: undefined, apiKeys: false })
  })
  test('looks users up with the client’s secret, in the usual realm', () => {
    expect(read({ ENABLE_KEYCLOAK: 'true', KEYCLOAK_CLIENT_SECRET: 's' }).identity?.admin).toEqual({
      uri: 'http://keycloak:8080/admin/realms/orthanc',
      clientSecret: 's',
    })
  })
  test('has no api-keys without the client’s secret', () => {
    expect(refusalOf({ ENABLE_KEYCLOAK: 'true', ENABLE_KEYCLOAK_API_KEYS: 'true' })).toContain(
      'KEYCLOAK_CLIENT_SECRET: is missing',
    )
  })
})

describe('keys of the Python service', () => {
  test('that are strong are taken without an end', () => {
    expect(read({ LEGACY_SECRET_KEYS: `${SECRET} of old, ${SECRET} older` }).legacy).toEqual({
      secrets: [`${SECRET} of old`, `${SECRET} older`],
      revokedDigests: new Set(),
      acceptUntilMs: undefined,
      forgeable: false,
    })
  })
  test('may have commas in a JSON array', () => {
    expect(read({ LEGACY_SECRET_KEYS: `["${SECRET}, with a comma"]` }).legacy?.secrets).toEqual([
      `${SECRET}, with a comma`,
    ])
  })
  test.each(['a-key-of-few', 'change-me-change-me-change-me-change-me', `${SECRET},another-of-few`])(
    'that anybody could use are taken only with LEGACY_ACCEPT_UNTIL, and said: %s',
    (LEGACY_SECRET_KEYS) => {
      const refusal = refusalOf({ LEGACY_SECRET_KEYS })
      expect(refusal).toContain('LEGACY_ACCEPT_UNTIL: is missing')
      expect(refusal).not.toContain(LEGACY_SECRET_KEYS)
      const env = { LEGACY_SECRET_KEYS, LEGACY_ACCEPT_UNTIL: '2027-06-30' }
      expect(read(env).legacy).toMatchObject({ forgeable: true, acceptUntilMs: Date.UTC(2027, 5, 30) })
      expect(told(env)).toMatch(/warn: LEGACY_SECRET_KEYS .* until 2027-06-30T00:00:00.000Z/)
      expect(told(env)).not.toContain(LEGACY_SECRET_KEYS)
    },
  )
  test('can be refused token by token', () => {
    const env = { LEGACY_SECRET_KEYS: SECRET, LEGACY_DENYLIST: `${DIGEST.toUpperCase()}, ${'b'.repeat(64)}` }
    expect(read(env).legacy?.revokedDigests).toEqual(new Set([DIGEST, 'b'.repeat(64)]))
  })
  test.each([
    ['LEGACY_DENYLIST', 'eyJhbGciOi', 'SHA-256 digests'],
    ['LEGACY_ACCEPT_UNTIL', 'next year', 'a day or an instant'],
    ['LEGACY_ACCEPT_UNTIL', '2027-06-30T12:00:00', 'time zone'],
    ['LEGACY_SECRET_KEYS', '["a"', 'JSON array'],
    ['ENABLE_KEYCLOAK', 'yes', 'true or false'],
    ['OHIF_DATA_SOURCE', 'dicom', 'dicom-web or dicom-json'],
    ['PLUGIN_TOKENS', 'no', 'allow or deny'],
    ['INSTANT_LINK_MAX_SECONDS', '3601', 'at most 3600'],
  ])('%s=%s stops the start', (name, value, what) => {
    const refusal = refusalOf({ [name]: value })
    expect(refusal).toContain(`  ${name}: `)
    expect(refusal).toContain(what)
  })
})

test('the old SECRET_KEY stops the start with the way out', () => {
  expect(refusalOf({ SECRET_KEY: 'change-me-I-am-a-secret-key' })).toMatch(
    /SECRET_KEY: .*set a new key, and list the old one in LEGACY_SECRET_KEYS/,
  )
})

describe('the start', () => {
  test('says what is off and what stays open', () => {
    const all = told({ USERS: '{"share-user":"change-me"}' })
    for (const said of [
      'warn: USERS has a well-known password',
      'warn: Unless the Lua guard or our nginx rules stand in front of Orthanc',
      'info: ENABLE_KEYCLOAK and OIDC_ISSUERS are not set',
      'info: PUBLIC_SHARE_ROOT is not set',
      'info: Without ORTHANC_URI and an identity provider',
      'info: Without ORTHANC_URI and PUBLIC_ORTHANC_ROOT the guard',
    ])
      expect(all).toContain(said)
  })
  test('names every hole of the authorization plugin that a service cannot close', () => {
    const all = told({ USERS: '{"o":"p"}', ORTHANC_URI: 'http://o', ORTHANC_AUTHORIZATION: 'plugin' })
    for (const hole of [
      'anonymize',
      'modify',
      'merge',
      'STOW-RS',
      '/tools/create-archive',
      '/patient',
      '/tools/lookup',
    ])
      expect(all).toContain(hole)
  })
  test('tells that guests open nothing when the plugin cannot know this service', () => {
    const env = { USERS: '{"o":"p"}', ORTHANC_URI: 'http://o', ORTHANC_AUTHORIZATION: 'plugin' }
    expect(told(env)).toContain('warn: Without ORTHANC_USERNAME and ORTHANC_PASSWORD')
    expect(told({ ...env, ORTHANC_USERNAME: 'studylink', ORTHANC_PASSWORD: 'p'.repeat(24) })).not.toContain(
      'Without ORTHANC_USERNAME',
    )
  })
  test('tells that guests open nothing where there is no viewer', () => {
    const env = { PUBLIC_SHARE_ROOT: 'https://pacs.example.org/share/' }
    expect(told(env)).toContain('warn: Without PUBLIC_OHIF_ROOT and PUBLIC_ORTHANC_ROOT there is no viewer')
    for (const viewer of ['PUBLIC_OHIF_ROOT', 'PUBLIC_ORTHANC_ROOT'])
      expect(told({ ...env, [viewer]: 'https://pacs.example.org/viewer/' })).not.toContain(
        'there is no viewer',
      )
  })
  test.each([
    ['SHARE_PIN', 'info: SHARE_PIN is required', { SHARE_PIN: 'required' }],
    [
      'NEVER_SHARED_LABELS',
      'warn: Without ORTHANC_URI nobody can look for NEVER_SHARED_LABELS',
      { NEVER_SHARED_LABELS: 'vip' },
    ],
  ])('tells when %s lets the authorization plugin make no publications', (_name, notice, env) => {
    expect(told({ USERS: '{"o":"p"}', ...env })).toContain(notice)
    expect(told({ USERS: '{"o":"p"}', ...env, PLUGIN_TOKENS: 'deny' })).not.toContain(notice)
    expect(told({ USERS: '{"o":"p"}' })).not.toContain(notice)
  })
  test('says nothing when nothing is missing', () => {
    expect(
      told({
        USERS: '{"o":"p"}',
        OIDC_ISSUERS: 'https://id.example.org',
        KEYCLOAK_CLIENT_SECRET: 's',
        PERMISSIONS_FILE_PATH: '/p.json',
        ORTHANC_URI: 'http://orthanc:8042',
        PUBLIC_SHARE_ROOT: 'https://pacs.example.org/share/',
        PUBLIC_ORTHANC_ROOT: 'https://pacs.example.org/orthanc/',
      }),
    ).toBe('')
  })
})
