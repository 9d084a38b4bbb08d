import { Pin } from '@studylink/backend/contract'
import { expect, test } from 'vitest'
import { generatePin, isPin } from './pin.ts'

test.each([
  '1234',
  '123',
  '123456789012',
  '1234567890123',
  'correct horse',
  'short',
  '',
  'ab cdefg',
  '12345 67',
])('judges %j as the contract does', (text) => expect(isPin(text)).toBe(Pin.safeParse(text).success))

test('does not mind white space around it', () => {
  expect(isPin(' 1234 ')).toBe(true)
})

test('makes six digits, without favour for the small ones', () => {
  expect(generatePin((bytes) => bytes.fill(255).fill(7, 0, 3))).toBe('777777')
  expect(Pin.safeParse(generatePin()).success).toBe(true)
})
