import type { ProblemCode } from '@studylink/backend/contract'
import { expect, test } from 'vitest'
import { describeFailure } from './describe-failure.ts'
import { englishTranslator } from './dialog-translator.ts'

const t = englishTranslator()

test('says how long to wait when the server says so', () => {
  expect(describeFailure({ kind: 'problem', code: 'too-many-requests', retryAfterSeconds: 30 }, t)).toEqual([
    t.text('problem.too-many-requests'),
    'Wait 30 seconds first.',
  ])
})

test('does not speak of a wait that is over when it is read', () => {
  expect(
    describeFailure({ kind: 'problem', code: 'store-unavailable', retryAfterSeconds: 1 }, t),
  ).toHaveLength(1)
})

test('has a sentence for a problem that only a newer server knows', () => {
  const code = 'quota-exceeded' as ProblemCode
  expect(describeFailure({ kind: 'problem', code }, t)).toEqual([t.text('failed.unexpected')])
})
