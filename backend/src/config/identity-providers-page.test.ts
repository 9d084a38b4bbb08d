import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createIdentity, type Permissions } from '../identity/index.ts'
import { createSigningKey, signClaims, startStandInProvider } from '../identity/stand-in-provider.ts'
import { readConfig } from './read-config.ts'

const page = readFileSync(new URL('../../../docs/identity-providers.md', import.meta.url), 'utf8')
const chapters = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    title: text.split('\n')[0] ?? '',
    settings: /```sh\n(.*?)```/s.exec(text)?.[1] ?? '',
    claims: JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? '{}') as { iss: string; sub: string },
  }))

const permissions: Permissions = {
  rightsOf: (roles) => ({
    permissions: new Set(roles.filter((role) => role === 'doctor-role')),
    authorizedLabels: [],
  }),
  document: () => ({ roles: {} }),
}

test('the page tells of Keycloak and two others', () => {
  expect(chapters).toHaveLength(3)
})

describe.each(chapters)('with the settings for $title', ({ settings, claims }) => {
  const config = readConfig({
    SECRET_KEY: 'a secret of the tests that is long enough',
    DATA_DIR: '/var/lib/studylink',
    ...Object.fromEntries(settings.split('\n').map((line) => line.replaceAll("'", '').split('='))),
  })

  test('a token with the claims of the page is taken, and its roles are found', async () => {
    const key = await createSigningKey('key-1')
    const provider = await startStandInProvider(claims.iss.replace(/\/$/, ''), [key])
    const identity = createIdentity({
      issuers: config.identity?.issuers ?? [],
      fetchBase: provider.fetchBase,
      audience: config.OIDC_AUDIENCE,
      clients: config.OIDC_CLIENTS,
      rolesClaimPath: config.OIDC_ROLES_CLAIM,
      permissions,
      log: { info: () => {}, warn: () => {} },
    })
    const now = Math.floor(Date.now() / 1000)
    const token = await signClaims(key, { ...claims, iat: now, exp: now + 300 })
    const clinician = await identity.authenticate(`Bearer ${token}`)
    await provider.close()
    const { iss, sub } = claims
    expect(clinician).toMatchObject({
      ok: true,
      value: { iss, sub, name: 'Dora Doctor', permissions: new Set(['doctor-role']) },
    })
  })
})
