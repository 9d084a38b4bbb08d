import { describe, expect, test } from 'vitest'
import type { Policy } from '../contract/index.ts'
import type { Clinician } from '../identity/clinician.ts'
import { decideDownload, decideEnd } from './policy.ts'

const NOW = Date.UTC(2026, 0, 1)
const policyWith = (download: Policy['download']): Policy => ({
  expiryChoicesSeconds: [60],
  defaultExpirySeconds: 60,
  maxExpirySeconds: 3600,
  neverEnding: false,
  pin: 'off',
  maxOpens: { default: null, max: null },
  sharesVisibleTo: 'owner',
  notify: false,
  download,
})
const clinicianWith = (...permissions: string[]): Clinician => ({
  iss: 'https://id.example.org',
  sub: 'u-1',
  name: 'Dora Doctor',
  permissions: new Set(permissions),
  authorizedLabels: ['*'],
  expiresAtMs: NOW,
})

describe('the end of a link', () => {
  const policy = policyWith({ allowed: true, default: false })
  const endOf = (request: Parameters<typeof decideEnd>[0]) => decideEnd(request, policy, NOW)

  test('is the policy’s when none is wished', () => {
    expect(endOf({})).toEqual({ ok: true, value: NOW + 60_000 })
  })

  test('may be the very last instant that the policy allows, and no later', () => {
    expect(endOf({ expiresInSeconds: 3600 })).toEqual({ ok: true, value: NOW + 3_600_000 })
    expect(endOf({ expiresAt: '2026-01-01T01:00:00Z' })).toEqual({ ok: true, value: NOW + 3_600_000 })
    for (const request of [{ expiresInSeconds: 3601 }, { expiresAt: '2026-01-01T01:00:00.001Z' }])
      expect(endOf(request)).toMatchObject({
        ok: false,
        refusal: { reason: 'expiry-beyond-policy', maxExpirySeconds: 3600 },
      })
  })

  test('lies in the future', () => {
    expect(endOf({ expiresAt: '2026-01-01T00:00:00Z' })).toMatchObject({
      refusal: { reason: 'invalid-request', field: 'expiresAt' },
    })
  })
})

describe('downloading', () => {
  const off = { allowed: false, default: false }
  const allowed = { allowed: true, default: false }
  const byDefault = { allowed: true, default: true }
  const full = clinicianWith('share', 'download')
  const viewOnly = clinicianWith('share', 'view')

  test.each([
    ['is off unless wished', undefined, allowed, full, true, false],
    ['is given when wished', true, allowed, full, true, true],
    ['is given without a wish when that is the default', undefined, byDefault, full, true, true],
    ['can be withheld against the default', false, byDefault, full, true, false],
    ['is not given by default by who may not download', undefined, byDefault, viewOnly, true, false],
    ['is refused to who may not download', true, allowed, viewOnly, false, undefined],
    ['is refused to all when the policy is off', true, off, clinicianWith('all'), false, undefined],
    ['is off without a wish when the policy is off', undefined, off, full, true, false],
  ] as const)('%s', (_title, wished, download, clinician, ok, value) => {
    const result = decideDownload(wished, policyWith(download), clinician)
    expect(result).toMatchObject(ok ? { ok, value } : { ok, refusal: { field: 'allowDownload' } })
  })
})
