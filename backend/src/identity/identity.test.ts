import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasPermission, maySeeLabels } from './clinician.ts'
import { createIdentity, type IdentityDeps } from './identity.ts'
import { KEYS_MAX_AGE_MS, PROVIDER_RETRY_MS, UNKNOWN_KID_COOLDOWN_MS } from './limits.ts'
import type { Permissions } from './permissions-file.ts'
import {
  createSigningKey,
  type SigningKey,
  signClaims,
  type StandInProvider,
  startStandInProvider,
} from './stand-in-provider.ts'

const ISSUER = 'https://pacs.example.org/keycloak/realms/orthanc'
const START_MS = Date.UTC(2026, 0, 1)
const SECONDS = START_MS / 1000

const permissions: Permissions = {
  rightsOf: (roles) => ({
    permissions: new Set(roles.includes('doctor-role') ? ['view', 'share'] : []),
    authorizedLabels: roles.includes('doctor-role') ? ['*'] : [],
  }),
  document: () => ({ roles: {} }),
}
const claims = {
  iss: ISSUER,
  sub: 'user-1',
  aud: ['account'],
  azp: 'studylink',
  typ: 'Bearer',
  iat: SECONDS,
  exp: SECONDS + 300,
  name: 'Dr. Ada Example',
  preferred_username: 'doctor',
  realm_access: { roles: ['doctor-role', 'offline_access'] },
}

let key: SigningKey
let provider: StandInProvider
let now: number
const logged: unknown[] = []

beforeEach(async () => {
  now = START_MS
  logged.length = 0
  key = await createSigningKey('key-1')
  provider = await startStandInProvider(ISSUER, [key])
})
afterEach(() => provider.close())

const identityWith = (overrides: Partial<IdentityDeps> = {}) =>
  createIdentity({
    issuers: [ISSUER],
    fetchBase: provider.fetchBase,
    audience: ['account'],
    clients: ['studylink', 'orthanc'],
    rolesClaimPath: 'realm_access.roles',
    permissions,
    clock: () => now,
    log: { info: (...line) => logged.push(line), warn: (...line) => logged.push(line) },
    timeoutMs: 2_000,
    ...overrides,
  })
const bearer = async (changes: object = {}, signer = key, header = {}) =>
  `Bearer ${await signClaims(signer, { ...claims, ...changes }, header)}`
const refusal = (why: string) => ({ ok: false, refusal: { reason: 'invalid-token', why } })
const unavailable = { ok: false, refusal: { reason: 'identity-unavailable' } }

describe('without a setting for the issuer', () => {
  const discovering = () => identityWith({ issuers: [] })

  test('access tokens name what discovery returns, though it is fetched under another host', async () => {
    expect(provider.fetchBase.startsWith(ISSUER)).toBe(false)
    expect(await discovering().authenticate(await bearer())).toMatchObject({
      ok: true,
      value: { iss: ISSUER },
    })
  })
  test.each(['https://elsewhere.example.org/realms/orthanc', `${ISSUER}/`])(
    'a token of another issuer is refused: %s',
    async (iss) => {
      expect(await discovering().authenticate(await bearer({ iss }))).toEqual(refusal('claim-iss'))
    },
  )
  test('the inside address is no issuer', async () => {
    expect(await discovering().authenticate(await bearer({ iss: provider.fetchBase }))).toEqual(
      refusal('claim-iss'),
    )
  })
  test('nothing is known while the provider is down, and it recovers', async () => {
    const identity = discovering()
    provider.behave('down')
    expect(await identity.authenticate(await bearer())).toEqual(unavailable)
    expect(await identity.isReady()).toBe(false)
    provider.behave('up')
    now += PROVIDER_RETRY_MS
    expect((await identity.authenticate(await bearer())).ok).toBe(true)
    expect(await identity.isReady()).toBe(true)
  })
})

describe('an access token', () => {
  test('tells who the clinician is and what the roles grant', async () => {
    const result = await identityWith().authenticate(await bearer())
    expect(result).toEqual({
      ok: true,
      value: {
        iss: ISSUER,
        sub: 'user-1',
        name: 'Dr. Ada Example',
        permissions: new Set(['view', 'share']),
        authorizedLabels: ['*'],
        expiresAtMs: (SECONDS + 300) * 1000,
      },
    })
  })
  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('may be signed with %s', async (algorithm) => {
    const other = await createSigningKey('other', algorithm)
    provider.publish([other])
    expect((await identityWith().authenticate(await bearer({}, other))).ok).toBe(true)
  })
  test('has the scheme in any case, and the header type of RFC 9068', async () => {
    const token = (await bearer({}, key, { typ: 'at+jwt' })).slice('Bearer '.length)
    expect((await identityWith().authenticate(`bearer ${token}`)).ok).toBe(true)
  })
  test('without roles is a clinician who may do nothing', async () => {
    const result = await identityWith().authenticate(await bearer({ realm_access: undefined }))
    if (!result.ok) throw new Error('refused')
    expect(hasPermission(result.value, 'view')).toBe(false)
    expect(maySeeLabels(result.value, ['external'])).toBe(false)
  })
  test('may carry the roles in a claim whose name has dots', async () => {
    const rolesClaimPath = 'https://example.org/roles'
    const token = await bearer({ [rolesClaimPath]: ['doctor-role'], realm_access: undefined })
    const result = await identityWith({ rolesClaimPath }).authenticate(token)
    expect(result.ok && result.value.permissions).toEqual(new Set(['view', 'share']))
  })
  test('hands on the groups that the provider put into it', async () => {
    const result = await identityWith().authenticate(await bearer({ groups: ['radiology', 7] }))
    expect(result).toMatchObject({ ok: true, value: { groups: ['radiology'] } })
  })
  test('names the user when it has no display name', async () => {
    const result = await identityWith().authenticate(await bearer({ name: ' ' }))
    expect(result.ok && result.value.name).toBe('doctor')
  })
  test('is forgiven five seconds of clock difference and no more', async () => {
    const token = await bearer()
    const identity = identityWith()
    now = START_MS + 304_000
    expect((await identity.authenticate(token)).ok).toBe(true)
    now = START_MS + 306_000
    expect(await identity.authenticate(token)).toEqual(refusal('ERR_JWT_EXPIRED'))
  })
  test('is refused after its end when it was not seen before', async () => {
    const token = await bearer()
    now = START_MS + 306_000
    expect(await identityWith().authenticate(token)).toEqual(refusal('ERR_JWT_EXPIRED'))
  })
})

describe('refuses', () => {
  test('nothing at all with no-token', async () => {
    expect(await identityWith().authenticate(undefined)).toEqual({
      ok: false,
      refusal: { reason: 'no-token' },
    })
  })
  test.each([
    ['another scheme', 'Basic ZG9jdG9yOng=', 'not-bearer'],
    ['two tokens', 'Bearer a, Bearer b', 'not-bearer'],
    ['what is no JWT', 'Bearer slv_abc.def', 'malformed'],
    ['a JWE', 'Bearer eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aaaa.bbbb.cccc', 'malformed'],
  ])('%s', async (_what, authorization, why) => {
    expect(await identityWith().authenticate(authorization)).toEqual(refusal(why))
  })
  test.each([
    ['another audience', { aud: 'orthanc' }, 'claim-aud'],
    ['no audience', { aud: undefined }, 'claim-aud'],
    ['another issuer', { iss: 'https://evil.example.org' }, 'claim-iss'],
    ['an issuer that differs by a slash', { iss: `${ISSUER}/` }, 'claim-iss'],
    ['an ID token of Keycloak', { typ: 'ID' }, 'typ'],
    ['a refresh token of Keycloak', { typ: 'Refresh' }, 'typ'],
    ['an ID token of another provider', { typ: undefined, at_hash: 'x' }, 'id-token'],
    ['another client', { azp: 'somebody-else' }, 'azp'],
    ['no client', { azp: undefined }, 'azp'],
    ['a token that is not valid yet', { nbf: SECONDS + 60 }, 'claim-nbf'],
    ['a token without an end', { exp: undefined }, 'claim-exp'],
    ['a token without a subject', { sub: undefined }, 'claim-sub'],
    ['an empty subject', { sub: '' }, 'claim-sub'],
  ])('%s', async (_what, changes, why) => {
    expect(await identityWith().authenticate(await bearer(changes))).toEqual(refusal(why))
  })
  test('a token of another kind by its header', async () => {
    const token = await bearer({}, key, { typ: 'logout+jwt' })
    expect(await identityWith().authenticate(token)).toEqual(refusal('header-typ'))
  })
  test('alg none', async () => {
    const token = new UnsecuredJWT(claims).encode()
    expect(await identityWith().authenticate(`Bearer ${token}`)).toMatchObject({
      ok: false,
      refusal: { reason: 'invalid-token' },
    })
  })
  test('HS256 signed with the public key', async () => {
    const rsa = await createSigningKey('rsa', 'RS256')
    provider.publish([rsa])
    const publicKey = await importJWK(rsa.publicJwk, 'RS256', { extractable: true })
    if (publicKey instanceof Uint8Array) throw new Error('not a key pair')
    const secret = new TextEncoder().encode(await exportSPKI(publicKey))
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'rsa' }).sign(secret)
    expect(await identityWith().authenticate(`Bearer ${token}`)).toEqual(refusal('ERR_JOSE_ALG_NOT_ALLOWED'))
  })
  test('a signature by a key of the same name that is not the provider’s', async () => {
    const impostor = await createSigningKey('key-1')
    expect(await identityWith().authenticate(await bearer({}, impostor))).toEqual(
      refusal('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
    )
  })
  test('one changed character of the payload', async () => {
    const [header, payload, signature] = (await bearer()).split('.')
    const changed = `${header}.${payload?.slice(0, -1)}${payload?.endsWith('A') ? 'B' : 'A'}.${signature}`
    expect((await identityWith().authenticate(changed)).ok).toBe(false)
  })
  test('a token never by another issuer’s keys', async () => {
    const issuer = 'https://other.example.org'
    const otherKey = await createSigningKey('key-1')
    const other = await startStandInProvider(issuer, [otherKey])
    const fetchFrom: typeof fetch = (url, init) =>
      fetch(`${url}`.replace(issuer, other.fetchBase).replace(ISSUER, provider.fetchBase), init)
    const identity = identityWith({ issuers: [ISSUER, issuer], fetchBase: undefined, fetch: fetchFrom })
    expect(await identity.authenticate(await bearer({}, otherKey))).toEqual(
      refusal('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
    )
    expect((await identity.authenticate(await bearer({ iss: issuer }, otherKey))).ok).toBe(true)
    await other.close()
  })
})

describe('the provider', () => {
  test('is asked under the inside address although discovery names the public one', async () => {
    const asked: string[] = []
    const spy: typeof fetch = (url, init) => {
      asked.push(`${url}`)
      return fetch(url, init)
    }
    expect((await identityWith({ fetch: spy }).authenticate(await bearer())).ok).toBe(true)
    expect(asked).toEqual([
      `${provider.fetchBase}/.well-known/openid-configuration`,
      `${provider.fetchBase}/protocol/certs`,
    ])
  })
  test('is asked once for many tokens at the same time', async () => {
    const identity = identityWith()
    const token = await bearer()
    const results = await Promise.all(Array.from({ length: 20 }, () => identity.authenticate(token)))
    expect(results.every((result) => result.ok)).toBe(true)
    expect(provider.keyRequests()).toBe(1)
  })
  test.each(['down', 'hanging', 'broken'] as const)(
    'that is %s makes identity unavailable',
    async (behaviour) => {
      provider.behave(behaviour)
      const identity = identityWith()
      expect(await identity.authenticate(await bearer())).toEqual(unavailable)
      expect(await identity.isReady()).toBe(false)
    },
  )
  test('that comes late is found without a restart', async () => {
    provider.behave('down')
    const identity = identityWith()
    expect(await identity.authenticate(await bearer())).toEqual(unavailable)
    provider.behave('up')
    now += PROVIDER_RETRY_MS
    expect((await identity.authenticate(await bearer())).ok).toBe(true)
    expect(await identity.isReady()).toBe(true)
  })
  test('that went down keeps nobody out, however old the keys are', async () => {
    const identity = identityWith()
    expect((await identity.authenticate(await bearer())).ok).toBe(true)
    provider.behave('down')
    now += KEYS_MAX_AGE_MS * 10
    const later = Math.floor(now / 1000)
    expect((await identity.authenticate(await bearer({ iat: later, exp: later + 300 }))).ok).toBe(true)
    expect(await identity.isReady()).toBe(true)
  })
  test('may have several public names, of which discovery tells one', async () => {
    const another = 'https://other-name.example.org/realms/orthanc'
    const identity = identityWith({ issuers: [another, ISSUER] })
    expect((await identity.authenticate(await bearer({ iss: another }))).ok).toBe(true)
    expect((await identity.authenticate(await bearer())).ok).toBe(true)
    expect(provider.keyRequests()).toBe(1)
  })
  test('that names another issuer is not believed', async () => {
    const identity = identityWith({ issuers: ['https://other.example.org'] })
    expect(await identity.authenticate(await bearer({ iss: 'https://other.example.org' }))).toEqual(
      unavailable,
    )
  })
})

describe('rotated keys', () => {
  test('are fetched when a token names an unknown one', async () => {
    const identity = identityWith()
    await identity.authenticate(await bearer())
    const next = await createSigningKey('key-2')
    provider.publish([next, key])
    now += UNKNOWN_KID_COOLDOWN_MS
    expect((await identity.authenticate(await bearer({}, next))).ok).toBe(true)
    expect((await identity.authenticate(await bearer())).ok).toBe(true)
  })
  test('are not fetched again during the cool-down, whatever kids are invented', async () => {
    const identity = identityWith()
    await identity.authenticate(await bearer())
    for (const kid of ['x', 'y', 'z']) {
      const stranger = await createSigningKey(kid)
      expect(await identity.authenticate(await bearer({}, stranger))).toEqual(refusal('unknown-kid'))
    }
    expect(provider.keyRequests()).toBe(1)
  })
  test('cannot be told from invented ones while the provider is down', async () => {
    const identity = identityWith()
    await identity.authenticate(await bearer())
    provider.behave('down')
    now += UNKNOWN_KID_COOLDOWN_MS
    const next = await createSigningKey('key-2')
    expect(await identity.authenticate(await bearer({}, next))).toEqual(unavailable)
  })
  test('put an end to a withdrawn one, also for tokens seen before', async () => {
    const identity = identityWith()
    const token = await bearer({ exp: SECONDS + 86_400 })
    expect((await identity.authenticate(token)).ok).toBe(true)
    provider.publish([await createSigningKey('key-2')])
    now += KEYS_MAX_AGE_MS
    await identity.authenticate(token)
    await expect.poll(() => provider.keyRequests()).toBe(2)
    await expect.poll(() => identity.authenticate(token)).toEqual(refusal('unknown-kid'))
  })
  test('put an end to a withdrawn one, also for a token that was being looked at when they came', async () => {
    let published = [key]
    const answer = (url: string): unknown =>
      url.endsWith('certs')
        ? { keys: published.map(({ publicJwk }) => publicJwk) }
        : { issuer: ISSUER, jwks_uri: `${ISSUER}/certs` }
    // Keys from memory are there before a signature is checked.
    const fetch = async (url: unknown) => ({ ok: true, json: async () => answer(String(url)) }) as Response
    const identity = identityWith({ fetch })
    await identity.authenticate(await bearer())
    published = [await createSigningKey('key-2')]
    now += KEYS_MAX_AGE_MS
    const token = await bearer({ exp: SECONDS + 86_400 })
    await identity.authenticate(token)
    expect(await identity.authenticate(token)).toEqual(refusal('unknown-kid'))
  })
})

test('neither tokens nor claims reach the log', async () => {
  const identity = identityWith()
  const token = await bearer()
  await identity.authenticate(token)
  provider.behave('down')
  now += UNKNOWN_KID_COOLDOWN_MS
  await identity.authenticate(await bearer({}, await createSigningKey('key-2')))
  expect(logged).toHaveLength(2)
  const text = JSON.stringify(logged)
  for (const secret of [token, 'user-1', 'Ada', 'key-2']) expect(text).not.toContain(secret)
})
