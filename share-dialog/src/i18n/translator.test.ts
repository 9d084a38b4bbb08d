import { expect, test } from 'vitest'
import { createTranslator } from './translator.ts'

const english = {
  plain: 'Close',
  filled: 'Until {instant}',
  things_one: '{count} thing',
  things_other: '{count} things',
} as const
const create = (language: string, translated = {}) =>
  createTranslator({ language, locale: language, english, translated })

test('fills placeholders in', () => {
  expect(create('en').text('filled', { instant: 'noon' })).toBe('Until noon')
})

test('inserts a value as it is, even if it looks like a placeholder or a replacement pattern', () => {
  expect(create('en').text('filled', { instant: '{count} $& $1' })).toBe('Until {count} $& $1')
})

test('follows the plural rules of its language and formats the number', () => {
  const polish = create('pl', {
    things_one: '{count} rzecz',
    things_few: '{count} rzeczy',
    things_many: '{count} rzeczy!',
  })
  expect([1, 3, 5].map((count) => polish.plural('things', count))).toEqual([
    '1 rzecz',
    '3 rzeczy',
    '5 rzeczy!',
  ])
  expect(create('de').plural('things', 1234)).toBe('1.234 things')
})

test('shows English where a translation is missing', () => {
  expect(create('fr').text('plain')).toBe('Close')
})

test('keeps a value in its own order among words that run from right to left', () => {
  const arabic = create('ar', { filled: 'حتى {instant}' })
  expect(arabic.text('filled', { instant: 'https://a.example/' })).toBe('حتى \u2068https://a.example/\u2069')
})

test('knows the languages that run from right to left', () => {
  expect(create('ar').direction).toBe('rtl')
  expect(create('en').direction).toBe('ltr')
})
