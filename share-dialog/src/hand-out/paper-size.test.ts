import { expect, test } from 'vitest'
import { paperSize } from './paper-size.ts'

test.each([
  ['en-US', 'letter'],
  ['es-MX', 'letter'],
  ['fr-CA', 'letter'],
  ['en-GB', 'A4'],
  ['de', 'A4'],
])('%s prints on %s', (locale, size) => {
  expect(paperSize(locale)).toBe(size)
})
