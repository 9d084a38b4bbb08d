import { problemCodes } from '@studylink/backend/contract'
import { expect, test } from 'vitest'
import { wayOut } from './share-state.ts'

test('what the person or time can mend is tried again', () => {
  expect(wayOut({ kind: 'network' })).toBe('retry')
  expect(wayOut({ kind: 'signed-out' })).toBe('retry')
  expect(problemCodes.filter((code) => wayOut({ kind: 'problem', code }) === 'retry')).toEqual([
    'not-signed-in',
    'too-many-requests',
    'store-unavailable',
    'identity-unavailable',
    'orthanc-unavailable',
    'email-unavailable',
    'internal-error',
  ])
})

test('an end beyond the policy leads back to the choice', () => {
  expect(wayOut({ kind: 'problem', code: 'expiry-beyond-policy' })).toBe('choose-again')
})

test('a missing right is not tried again', () => {
  expect(wayOut({ kind: 'problem', code: 'may-not-share' })).toBe('none')
  expect(wayOut({ kind: 'too-many-studies', limit: 50 })).toBe('none')
})
