import { expect, test } from 'vitest'
import { chooseLanguage } from './languages.ts'

test('takes the first wanted language that there is, and keeps its region', () => {
  expect(chooseLanguage(['pl-PL', 'de-CH', 'fr'])).toEqual({ language: 'de', locale: 'de-CH' })
})

test('matches in any case', () => {
  expect(chooseLanguage(['NL'])).toEqual({ language: 'nl', locale: 'NL' })
})

test('falls back to English', () => {
  expect(chooseLanguage(['xx', 'tlh'])).toEqual({ language: 'en', locale: 'en' })
  expect(chooseLanguage([])).toEqual({ language: 'en', locale: 'en' })
})

test('passes by a tag that Intl would refuse', () => {
  expect(chooseLanguage(['de_DE', 'fr-'])).toEqual({ language: 'en', locale: 'en' })
})
