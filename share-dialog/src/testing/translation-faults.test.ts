import { expect, test } from 'vitest'
import { languages } from '../i18n/languages.ts'
import { translationFaults } from './translation-faults.ts'

const english = { close: 'Close', by: 'By {name}', links_one: '{count} link', links_other: '{count} links' }
const rest = { close: 'x', by: '{name}' }

test('wants the plural forms that a language has, no more and no fewer', () => {
  const six = ['zero', 'one', 'two', 'few', 'many', 'other']
  const formsOf = (language: string) =>
    translationFaults(language, english, rest).map((fault) => fault.replace(/links_(\w+) is missing/, '$1'))
  for (const language of languages)
    expect(formsOf(language).toSorted()).toEqual((language === 'ar' ? six : ['one', 'other']).toSorted())
  const arabic = Object.fromEntries(six.map((form) => [`links_${form}`, '{count}']))
  expect(translationFaults('ar', english, { ...rest, ...arabic })).toEqual([])
  expect(translationFaults('de', english, { ...english, links_few: '{count}' })).toEqual([
    'links_few is no text, or no plural form of de',
  ])
})

test('lets a form say its number in words only where it is one number', () => {
  const words = (key: string, text: string, language: string) =>
    translationFaults(language, english, { ...rest, [key]: text }).filter((fault) => fault.includes('«'))
  expect(words('links_two', 'رابطان', 'ar')).toEqual([])
  expect(words('links_few', 'روابط', 'ar')).toEqual(['links_few has «» for «{count}»'])
  // None is one in French.
  expect(words('links_one', 'un lien', 'fr')).toEqual(['links_one has «» for «{count}»'])
})

test('names what is missing, empty, unknown or without its placeholder', () => {
  const faulty = { ...english, by: 'Von', close: ' ', more: 'x' }
  expect(translationFaults('de', english, faulty)).toEqual([
    'close is empty',
    'by has «» for «{name}»',
    'more is no text, or no plural form of de',
  ])
  expect(translationFaults('de', english, rest)).toContain('links_one is missing')
})
