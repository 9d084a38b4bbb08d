import type { Policy } from '@studylink/backend/contract'
import { describe, expect, test } from 'vitest'
import { makePolicy } from '../testing/fixtures.ts'
import { dayRange, endInstant, listPeriods, toRequestedEnd } from './share-end.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const now = new Date(2026, 10, 23, 10, 0)
const policy = (overrides: Partial<Policy> = {}): Policy =>
  makePolicy({ expiryChoicesSeconds: [7 * DAY, DAY], maxExpirySeconds: 30 * DAY, ...overrides })

describe('the periods', () => {
  test('are sorted, with the default among them, each once', () => {
    expect(listPeriods(policy({ defaultExpirySeconds: 3 * DAY }))).toEqual([DAY, 3 * DAY, 7 * DAY])
  })

  test('leave out what is beyond the maximum', () => {
    expect(listPeriods(policy({ defaultExpirySeconds: DAY, maxExpirySeconds: 2 * DAY }))).toEqual([DAY])
  })
})

describe('the days', () => {
  test('run from today to the last day that ends within the maximum', () => {
    expect(dayRange(policy(), now)).toEqual({ first: '2026-11-23', last: '2026-12-22' })
  })

  test('include the day of the maximum when it ends in time', () => {
    const lateEvening = new Date(2026, 10, 23, 23, 59)
    expect(dayRange(policy(), lateEvening)).toEqual({ first: '2026-11-24', last: '2026-12-23' })
  })

  test('are none when the maximum is over before the day is', () => {
    expect(dayRange(policy({ maxExpirySeconds: 2 * HOUR }), now)).toBeUndefined()
  })
})

describe('the end', () => {
  test('of a period counts from now and is asked for in seconds', () => {
    expect(endInstant({ kind: 'period', seconds: DAY }, policy(), now)).toEqual(new Date(2026, 10, 24, 10, 0))
    expect(toRequestedEnd({ kind: 'period', seconds: DAY })).toEqual({ expiresInSeconds: DAY })
  })

  test('of a day is its last minute on the clinician’s clock, asked for as an instant', () => {
    const end = new Date(2026, 11, 1, 23, 59)
    expect(endInstant({ kind: 'day', day: '2026-12-01' }, policy(), now)).toEqual(end)
    expect(toRequestedEnd({ kind: 'day', day: '2026-12-01' })).toEqual({ expiresAt: end.toISOString() })
  })

  test.each(['', '2026-11-22', '2026-12-23', '12/01/2026', '20261-12-01'])(
    'does not exist for the day %j',
    (day) => {
      expect(endInstant({ kind: 'day', day }, policy(), now)).toBeUndefined()
    },
  )
})
