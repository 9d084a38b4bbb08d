import { problemCodes } from '@studylink/backend/contract'
import { expect, test } from 'vitest'
import { messages as dialog } from './english/dialog.ts'
import { messages as guest } from './english/guest.ts'
import { messages as handout } from './english/handout.ts'
import { messages as shares } from './english/shares.ts'
import { languages } from './languages.ts'
import type { Messages } from './translator.ts'
import { translationFaults } from '../testing/translation-faults.ts'

const english: Record<string, Messages> = { dialog, guest, handout, shares }
const files = import.meta.glob<Messages>('./locales/*/*.json', { eager: true, import: 'default' })
const translations = Object.entries(files).map(([path, texts]) => {
  const [, language = '', section = ''] = /locales\/(.+)\/(.+)\.json$/.exec(path) ?? []
  return { language, section, texts }
})

test('every language has every section, and every folder is a known language', () => {
  const found = translations.map(({ language, section }) => `${language}/${section}`).toSorted()
  const expected = languages
    .filter((language) => language !== 'en')
    .flatMap((language) => Object.keys(english).map((section) => `${language}/${section}`))
  expect(found).toEqual(expected.toSorted())
})

test('every problem of the contract has a text in the dialog', () => {
  const told = Object.keys(dialog).filter((key) => key.startsWith('problem.'))
  expect(told.toSorted()).toEqual(problemCodes.map((code) => `problem.${code}`).toSorted())
})

test.each([
  ...Object.entries(english).map(([section, texts]) => ({ language: 'en', section, texts })),
  ...translations,
])('$language/$section has every text of English, in every plural form of its language', (translation) => {
  const { language, section, texts } = translation
  expect(translationFaults(language, english[section] ?? {}, texts)).toEqual([])
})
