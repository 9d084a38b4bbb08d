import type { APIRequestContext } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { decodeJwt } from 'jose'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, test } from './fixtures.ts'

const REALM = '/keycloak/realms/orthanc'
const ADMIN = '/keycloak/admin/realms/orthanc'

/** Keycloak past the gateway, as its own administrator. */
const asAdministrator = async (request: APIRequestContext) => {
  const { keycloak } = stackUnderTest()
  if (!keycloak) throw new Error('this suite needs STUDYLINK_IDENTITY=keycloak')
  const { url, administrator } = keycloak
  const answer = await request.post(`${url}/keycloak/realms/master/protocol/openid-connect/token`, {
    form: { grant_type: 'password', client_id: 'admin-cli', ...administrator },
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return (path: string) => request.get(url + ADMIN + path, { headers: { authorization: `Bearer ${token}` } })
}

const authorize = (baseURL: string | undefined, parameters: Record<string, string>) =>
  `${REALM}/protocol/openid-connect/auth?${new URLSearchParams({
    client_id: 'studylink',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${baseURL}/ohif/callback`,
    ...parameters,
  })}`

test('the realm has one address, whichever way it is asked', async ({ request, baseURL }) => {
  const { keycloak } = stackUnderTest()
  for (const origin of [baseURL, keycloak?.url]) {
    const answer = await request.get(`${origin}${REALM}/.well-known/openid-configuration`)
    expect((await answer.json()) as unknown).toMatchObject({ issuer: baseURL + REALM })
  }
})

test('access tokens name the service as their audience', async ({ accessTokenOf }) => {
  expect(decodeJwt(await accessTokenOf('doctor'))).toMatchObject({
    azp: 'studylink',
    typ: 'Bearer',
    aud: expect.arrayContaining(['account', 'studylink']) as unknown,
    preferred_username: 'doctor',
    realm_access: { roles: expect.arrayContaining(['doctor-role']) as unknown },
  })
})

test('nobody signs in without PKCE by S256', async ({ request, baseURL }) => {
  for (const challenge of [{}, { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }]) {
    const answer = await request.get(authorize(baseURL, challenge), { maxRedirects: 0 })
    expect(answer.headers()['location']).toContain('error=invalid_request')
  }
})

test('a code goes to the two callbacks and nowhere else', async ({ request, baseURL }) => {
  const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }
  const statusFor = async (path: string) =>
    (
      await request.get(authorize(baseURL, { ...challenge, redirect_uri: baseURL + path }), {
        maxRedirects: 0,
      })
    ).status()
  expect(await statusFor('/ohif/callback')).toBe(200)
  expect(await statusFor('/share/callback')).toBe(200)
  expect(await statusFor('/ohif/callback/more')).toBe(400)
  expect(await statusFor('/ohif/')).toBe(400)
})

test('passwords are not taken from programs', async ({ request }) => {
  for (const client of ['studylink', 'orthanc', 'admin-cli']) {
    const answer = await request.post(`${REALM}/protocol/openid-connect/token`, {
      form: { grant_type: 'password', client_id: client, username: 'doctor', password: 'change-me' },
    })
    expect(answer.ok(), client).toBe(false)
  }
})

test('the service may look up users and roles, and nothing more', async ({ request }) => {
  const { keycloak } = stackUnderTest()
  const secrets = JSON.parse(await readFile(keycloak?.secretsFile ?? '', 'utf8')) as { clientSecret: string }
  const answer = await request.post(`${REALM}/protocol/openid-connect/token`, {
    form: {
      grant_type: 'client_credentials',
      client_id: 'admin-cli',
      client_secret: secrets.clientSecret,
    },
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const claims = decodeJwt<{ resource_access: Record<string, { roles: string[] }> }>(token)
  // view-users contains the two queries.
  expect(claims.resource_access['realm-management']?.roles.toSorted()).toEqual([
    'query-groups',
    'query-users',
    'view-realm',
    'view-users',
  ])
  expect(Object.keys(claims.resource_access)).toEqual(['realm-management'])
  const headers = { authorization: `Bearer ${token}` }
  expect((await request.get(`${ADMIN}/roles`, { headers })).status()).toBe(200)
  const users = await request.get(`${ADMIN}/users?username=doctor&exact=true`, { headers })
  const [doctor] = (await users.json()) as { id: string }[]
  expect((await request.get(`${ADMIN}/clients`, { headers })).status()).toBe(403)
  const change = await request.put(`${ADMIN}/users/${doctor?.id}`, { headers, data: { enabled: false } })
  expect(change.status()).toBe(403)
})

test('an api-key is the administrator’s to see and to set', async ({ request }) => {
  const ask = await asAdministrator(request)
  const profile = (await (await ask('/users/profile')).json()) as {
    attributes: { name: string; permissions: unknown }[]
  }
  expect(profile.attributes.find(({ name }) => name === 'api-key')?.permissions).toEqual({
    view: ['admin'],
    edit: ['admin'],
  })
})

test('guessing passwords is slowed down', async ({ request }) => {
  const ask = await asAdministrator(request)
  expect((await (await ask('')).json()) as unknown).toMatchObject({ bruteForceProtected: true })
})
