import type { Messages } from '@studylink/share-dialog'
import { expect, test } from 'vitest'
import { browserMessages, messages } from './english.ts'

const own = import.meta.glob<Messages>('./locales/*.json', { import: 'default', eager: true })
const ofBrowser = import.meta.glob<Messages>('./browser/*.json', { import: 'default', eager: true })
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
const cases = [
  ...Object.entries(own).map(([file, texts]) => [file, texts, messages as Messages] as const),
  ...Object.entries(ofBrowser).map(([file, texts]) => [file, texts, browserMessages as Messages] as const),
]

test('there are translations to look at', () => {
  expect(cases).toHaveLength(8)
})

test.each(cases)('%s has every text, with its placeholders', (_file, texts, english) => {
  expect(Object.keys(texts).toSorted()).toEqual(Object.keys(english).toSorted())
  for (const [key, text] of Object.entries(texts))
    expect([key, placeholders(text)]).toEqual([key, placeholders(english[key] ?? '')])
})

test('the stores take no longer description', () => {
  for (const texts of [browserMessages, ...Object.values(ofBrowser)])
    expect(texts['description']?.length).toBeLessThanOrEqual(132)
})
