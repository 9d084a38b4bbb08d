import { expect, it } from 'vitest'
import type { ApiKeys } from '../identity/index.ts'
import { noIdentity } from '../identity/index.ts'
import { ok, refuse } from '../kernel/result.ts'
import { describeUser } from './describe-user.ts'

const apiKeys: ApiKeys = {
  authenticate: async (key) =>
    key === 'a key with spaces'
      ? ok({
          iss: 'https://pacs.example.org/keycloak/realms/orthanc',
          sub: 'id-of-ada',
          name: 'ada',
          permissions: new Set(['view']),
          authorizedLabels: ['external'],
          expiresAtMs: 10_000,
        })
      : refuse({ reason: 'invalid-token', why: 'api-key' }),
}
const describeKey = (value: string, key: string) =>
  describeUser({ identity: noIdentity, apiKeys, clock: () => 0 }, { 'token-key': key, 'token-value': value })

it.each(['api-key', 'API-Key'])('takes a key as it is, spaces included, from %s', async (header) => {
  expect(await describeKey('a key with spaces', header)).toMatchObject({
    ok: true,
    value: { 'user-id': 'id-of-ada', permissions: ['view'], 'authorized-labels': ['external'] },
  })
})

it.each(['nobody’s', 'slv_nobody’s', ' a key with spaces'])(
  'gives %j, which is nobody’s key, no rights',
  async (key) => {
    expect(await describeKey(key, 'api-key')).toMatchObject({
      ok: true,
      value: { 'user-id': null, permissions: [] },
    })
  },
)
