import { problemCodes } from '@studylink/backend/contract'
import { describe, expect, test } from 'vitest'
import { messages as dialog } from './english/dialog.ts'
import { messages as guest } from './english/guest.ts'
import { messages as handout } from './english/handout.ts'
import { messages as shares } from './english/shares.ts'
import { languages } from './languages.ts'
import type { Messages } from './translator.ts'

const english: Record<string, Messages> = { dialog, guest, handout, shares }
const files = import.meta.glob<Messages>('./locales/*/*.json', { eager: true, import: 'default' })
const translations = Object.entries(files).map(([path, texts]) => {
  const [, language = '', section = ''] = /locales\/(.+)\/(.+)\.json$/.exec(path) ?? []
  return { language, section, texts }
})

const pluralEnding = /_(zero|one|two|few|many|other)$/
const withoutPlural = (keys: string[]) =>
  [...new Set(keys.map((key) => key.replace(pluralEnding, '_#')))].toSorted()
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()
/** The plural forms that whole numbers below a thousand need. */
const usualForms = (language: string) => {
  const rules = new Intl.PluralRules(language)
  return new Set(Array.from({ length: 1000 }, (_, count) => rules.select(count)))
}

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

describe.each(translations)('$language/$section.json', ({ language, section, texts }) => {
  const source = english[section] ?? {}

  test('has the keys of English', () => {
    expect(withoutPlural(Object.keys(texts))).toEqual(withoutPlural(Object.keys(source)))
  })

  test('has the plural forms of its language', () => {
    for (const key of Object.keys(source).filter((one) => one.endsWith('_other'))) {
      const base = key.replace(pluralEnding, '')
      for (const form of usualForms(language)) expect(Object.keys(texts)).toContain(`${base}_${form}`)
    }
  })

  test('keeps the placeholders and leaves no text empty', () => {
    for (const [key, text] of Object.entries(texts)) {
      const original = source[key] ?? source[key.replace(pluralEnding, '_other')] ?? ''
      expect({ key, placeholders: placeholders(text) }).toEqual({ key, placeholders: placeholders(original) })
      expect(text.trim()).not.toBe('')
    }
  })
})
