import { html } from 'hono/html'
import type { Institution } from '../contract/index.ts'
import type { Letter } from '../emails/send-letter.ts'
import { NEVER_ENDS_AT_MS } from '../kernel/limits.ts'
import { letterTexts, type LetterTexts } from './letter-texts.ts'

export interface LinkLetter {
  /** BCP 47 tag; unknown: English. */
  readonly language: string | undefined
  readonly sharedBy: string
  readonly url: string
  readonly endsAtMs: number
  readonly hasPin: boolean
  readonly message: string | undefined
  readonly institution: Institution
}

const isKnown = (language: string): language is keyof typeof letterTexts =>
  Object.hasOwn(letterTexts, language)

const languageOf = (tag: string | undefined): keyof typeof letterTexts => {
  const primary = (tag ?? '').toLowerCase().split('-')[0] ?? ''
  return isKnown(primary) ? primary : 'en'
}

const footerOf = ({ name, contact }: Institution): string =>
  [name, contact].filter((line) => line !== null).join('\n')

const paragraph = (text: string) => html`<p style="white-space: pre-line">${text}</p>`

/** The letter with a link. Says nothing of the patient, and never the PIN. */
export const linkLetter = (letter: LinkLetter): Letter => {
  const language = languageOf(letter.language)
  const texts: LetterTexts = letterTexts[language]
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  const said = (text: string | undefined) => (text === undefined || text === '' ? [] : [text])
  const before = [texts.intro.replace('{name}', () => letter.sharedBy), ...said(letter.message)]
  const after = [
    ...(letter.endsAtMs === NEVER_ENDS_AT_MS
      ? []
      : [texts.until.replace('{date}', () => `${date.format(letter.endsAtMs)} UTC`)]),
    ...(letter.hasPin ? [texts.pin] : []),
    texts.personal,
    ...said(footerOf(letter.institution)),
  ]
  return {
    subject: texts.subject,
    text: [...before, `${texts.open}:\n${letter.url}`, ...after].join('\n\n'),
    html: String(
      html`<!doctype html>
        <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
          <body>
            ${before.map(paragraph)}
            <p><a href="${letter.url}">${texts.open}</a></p>
            ${after.map(paragraph)}
          </body>
        </html>`,
    ),
  }
}

/** Tells an owner that a link was opened: neither by whom nor of which patient. */
export const openedLetter = (openedAtMs: number, openings: number, shareRoot: string): Letter => {
  const lines = [
    `A link that you made was opened on ${new Date(openedAtMs).toISOString()}, for the ${openings}. time.`,
    'You see it, change it and end it here:',
  ]
  return {
    subject: 'Your link was opened',
    text: [...lines, shareRoot].join('\n\n'),
    html: String(
      html`<!doctype html>
        <html lang="en">
          <body>
            ${lines.map(paragraph)}
            <p><a href="${shareRoot}">${shareRoot}</a></p>
          </body>
        </html>`,
    ),
  }
}
