import { describe, expect, test } from 'vitest'
import { chooseLanguage, isTimeZone, letterLanguages, parseLanguage } from './letter-style.ts'
import { linkLetter } from './link-letter.ts'
import { openedLetter } from './opened-letter.ts'
import { letterTexts } from './texts/index.ts'

const style = { language: 'en-GB', timeZone: 'Europe/Zurich' }
const WINTER = Date.UTC(2026, 0, 22, 23, 30)
const SUMMER = Date.UTC(2026, 6, 22, 12)
const institution = {
  name: 'Hospital',
  logoUrl: null,
  contact: null,
  contactUrl: null,
  privacyUrl: null,
  imprintUrl: null,
}
const withLink = (language: string | undefined, endsAtMs = WINTER, house = style) =>
  linkLetter(
    {
      language,
      sharedBy: 'Dr. $& <i>',
      url: 'https://pacs.example.org/share/s#code',
      endsAtMs,
      hasPin: true,
      message: undefined,
      institution,
    },
    house,
  )
const ofOpening = (language: string | null, openings = 1234) =>
  openedLetter(
    { language, openedAtMs: SUMMER, openings, shareRoot: 'https://pacs.example.org/share/' },
    style,
  )

describe.each(letterLanguages)('in «%s»', (language) => {
  const texts = letterTexts[language]

  test('the letter with a link says the same in plain text and in HTML', () => {
    const { subject, text, html } = withLink(`${language}-XX`)
    expect(subject).toBe(texts.subject)
    expect(text).toContain('Dr. $& <i>')
    expect(html).toContain('Dr. $&amp; &lt;i&gt;')
    for (const body of [text, html]) {
      expect(body).toContain('https://pacs.example.org/share/s#code')
      expect(body).toContain(texts.pin)
      expect(body).not.toMatch(/\{\w+\}/)
    }
  })

  test('the notice of an opening has date, count and where to go', () => {
    const { subject, text, html } = ofOpening(language)
    expect(subject).toBe(texts.openedSubject)
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    for (const body of [text, html]) {
      expect(body).toContain(new Intl.NumberFormat(language).format(1234))
      expect(body).toContain('https://pacs.example.org/share/')
      expect(body).not.toMatch(/\{\w+\}/)
    }
  })

  test('every text has the placeholders of the English one', () => {
    for (const [name, english] of Object.entries(letterTexts.en))
      expect(texts[name as keyof typeof texts].match(/\{\w+\}/g)).toEqual(english.match(/\{\w+\}/g))
  })
})

test('no text is the same in two languages', () => {
  for (const name of Object.keys(letterTexts.en) as (keyof typeof letterTexts.en)[])
    expect(new Set(letterLanguages.map((language) => letterTexts[language][name])).size).toBe(
      letterLanguages.length,
    )
})

test('dates are those of the house’s time zone, which they name, in the reader’s way of writing', () => {
  expect(withLink('en-GB').text).toContain('23 January 2026 at 00:30 CET')
  expect(withLink('de').text).toContain('23. Januar 2026 um 00:30 MEZ')
  expect(withLink('fr').text).toContain('23 janvier 2026 à 00:30 UTC+1')
  expect(withLink('en-GB', SUMMER).text).toContain('22 July 2026 at 14:00 CEST')
  expect(withLink('en-US', WINTER, { ...style, timeZone: 'UTC' }).text).toContain('11:30 PM UTC')
  expect(ofOpening('nl').text).toContain('22 juli 2026 om 14:00 CEST')
})

test.each([undefined, null, '', 'xx', 'constructor', 'de_DE', '*'])(
  'the language «%s» is none: the house’s is taken',
  (asked) => {
    expect(chooseLanguage(asked, style)).toEqual({ language: 'en', locale: 'en-GB' })
    expect(chooseLanguage(asked, { ...style, language: 'it' })).toMatchObject({ language: 'it' })
  },
)

test('what a house may say of itself is known beforehand', () => {
  expect(['de', 'de-CH', 'AR'].map((tag) => parseLanguage(tag)?.language)).toEqual(['de', 'de', 'ar'])
  expect(['Europe/Zurich', 'UTC', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true)
  expect(['Europe/Nowhere', '+01:00', '', 'CEST now'].some(isTimeZone)).toBe(false)
})
