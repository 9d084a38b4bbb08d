import { describe, expect, it } from 'vitest'
import { basic } from './test-service.ts'
import { createServiceAccount } from './service-account.ts'
import { describeUser } from './describe-user.ts'

const serviceAccount = createServiceAccount({ username: 'studylink', password: 'a long password' })
const describeOf = (key: string, value: string) =>
  describeUser(
    {
      identity: {
        authenticate: async () => ({ ok: false, refusal: { reason: 'invalid-token', why: 'unknown' } }),
      },
      clock: () => 0,
      serviceAccount,
    },
    { 'token-key': key, 'token-value': value },
  )

describe('the service’s own questions to Orthanc', () => {
  it('come from somebody who reads every study and does nothing else', async () => {
    expect(await describeOf('Authorization', basic('studylink', 'a long password'))).toMatchObject({
      ok: true,
      value: { name: 'StudyLink', permissions: ['view'], 'authorized-labels': ['*'], validity: 60 },
    })
  })

  it.each([
    ['another password', 'Authorization', basic('studylink', 'another password')],
    ['another name', 'Authorization', basic('orthanc', 'a long password')],
    ['another header', 'token', basic('studylink', 'a long password')],
    ['no scheme', 'Authorization', basic('studylink', 'a long password').slice('Basic '.length)],
  ])('are not recognised by %s', async (_what, key, value) => {
    expect(await describeOf(key, value)).toMatchObject({
      value: { permissions: [], 'authorized-labels': [] },
    })
  })

  it('are recognised by no empty password', () => {
    const open = createServiceAccount({ username: 'studylink', password: '' })
    expect(open.isOwn('Authorization', basic('studylink', ''))).toBe(false)
  })
})
