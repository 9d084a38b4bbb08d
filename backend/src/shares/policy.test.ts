import { describe, expect, test } from 'vitest'
import type { Policy } from '../contract/index.ts'
import type { Clinician } from '../identity/clinician.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { decideDownload, decideEnd, decideLabels, decideMaxOpens, decidePin } from './policy.ts'

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

  test('is never, only where the policy says so', () => {
    expect(endOf({ expiresAt: null })).toMatchObject({
      refusal: { reason: 'expiry-beyond-policy', field: 'expiresAt' },
    })
    expect(decideEnd({ expiresAt: null }, { ...policy, neverEnding: true }, NOW)).toEqual({
      ok: true,
      value: NEVER_ENDS_AT_MS,
    })
  })
})

describe('a PIN', () => {
  const base = policyWith({ allowed: true, default: false })
  test.each([
    ['off', null, true],
    ['off', '1234', false],
    ['optional', null, true],
    ['optional', '1234', true],
    ['required', null, false],
    ['required', '1234', true],
  ] as const)('with the policy «%s»: %s is accepted: %s', (pin, wished, accepted) => {
    expect(decidePin(wished, { ...base, pin })).toMatchObject(
      accepted ? { ok: true } : { ok: false, refusal: { reason: 'pin-policy', policy: pin } },
    )
  })

  test('of digits is told from a passphrase, which has another keyboard', () => {
    const policy = { ...base, pin: 'optional' } as const
    expect(decidePin('0042', policy)).toEqual({ ok: true, value: { kind: 'digits', pin: '0042' } })
    expect(decidePin('blue 4 horses', policy)).toMatchObject({ value: { kind: 'passphrase' } })
  })
})

describe('the maximum of openings', () => {
  const base = policyWith({ allowed: true, default: false })
  test.each([
    ['the default when nothing is wished', undefined, { default: 5, max: 10 }, 5],
    ['as wished up to the maximum', 10, { default: 5, max: 10 }, 10],
    ['any number where there is no maximum', null, { default: 5, max: null }, null],
    ['refused beyond the maximum', 11, { default: 5, max: 10 }, 'refused'],
    ['refused when «any number» is wished and there is a maximum', null, { default: 5, max: 10 }, 'refused'],
  ] as const)('is %s', (_title, wished, maxOpens, expected) => {
    expect(decideMaxOpens(wished, { ...base, maxOpens })).toEqual(
      expected === 'refused'
        ? { ok: false, refusal: { reason: 'max-opens-beyond-policy', max: 10 } }
        : { ok: true, value: expected },
    )
  })
})

test('a study with a label that never leaves the house is named, whatever else it carries', () => {
  const studies = [{ labels: [] }, { labels: ['external', 'vip'] }]
  expect(decideLabels(studies, ['vip'])).toEqual({
    ok: false,
    refusal: { reason: 'study-never-shared', index: 1 },
  })
  expect(decideLabels(studies, ['VIP', 'research']).ok).toBe(true)
  expect(decideLabels(studies, []).ok).toBe(true)
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
