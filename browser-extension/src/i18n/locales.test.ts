import { languages, type Messages } from '@studylink/share-dialog'
import { translationFaults } from '@studylink/share-dialog/translation-faults'
import { expect, test } from 'vitest'
import { browserMessages, messages } from './english.ts'

const own = import.meta.glob<Messages>('./locales/*.json', { import: 'default', eager: true })
const ofBrowser = import.meta.glob<Messages>('./browser/*.json', { import: 'default', eager: true })
const translated = languages.filter((language) => language !== 'en')

test('every language of the dialog has its files, and there are no others', () => {
  expect(Object.keys(own)).toEqual(translated.map((language) => `./locales/${language}.json`))
  expect(Object.keys(ofBrowser)).toEqual(translated.map((language) => `./browser/${language}.json`))
})

test.each(translated)('%s has every text, in every plural form of the language', (language) => {
  expect(translationFaults(language, messages, own[`./locales/${language}.json`] ?? {})).toEqual([])
  expect(translationFaults(language, browserMessages, ofBrowser[`./browser/${language}.json`] ?? {})).toEqual(
    [],
  )
})

test('the stores take no longer description', () => {
  for (const texts of [browserMessages, ...Object.values(ofBrowser)])
    expect(texts['description']?.length).toBeLessThanOrEqual(132)
})
