import type { Institution } from '../../contract/index.ts'
import type { Letter } from '../../emails/send-letter.ts'
import { NEVER_ENDS_AT_MS } from '../../kernel/limits.ts'
import { letterPage } from './letter-page.ts'
import { chooseLanguage, formatInstant, type LetterStyle } from './letter-style.ts'
import { letterTexts, type LetterTexts } from './texts/index.ts'

export interface LinkLetter {
  /** BCP 47 tag; absent or unknown: the house's. */
  readonly language: string | undefined
  readonly sharedBy: string
  readonly url: string
  readonly endsAtMs: number
  readonly hasPin: boolean
  readonly message: string | undefined
  readonly institution: Institution
}

const footerOf = ({ name, contact }: Institution): string =>
  [name, contact].filter((line) => line !== null).join('\n')

const said = (text: string | undefined) => (text === undefined || text === '' ? [] : [text])

/** The letter with a link. Says nothing of the patient, and never the PIN. */
export const linkLetter = (letter: LinkLetter, style: LetterStyle): Letter => {
  const chosen = chooseLanguage(letter.language, style)
  const texts: LetterTexts = letterTexts[chosen.language]
  const end = letter.endsAtMs === NEVER_ENDS_AT_MS ? undefined : formatInstant(letter.endsAtMs, chosen, style)
  return letterPage({
    language: chosen.language,
    subject: texts.subject,
    before: [texts.intro.replace('{name}', () => letter.sharedBy), ...said(letter.message)],
    link: { text: texts.open, url: letter.url },
    after: [
      ...(end === undefined ? [] : [texts.until.replace('{date}', () => end)]),
      ...(letter.hasPin ? [texts.pin] : []),
      texts.personal,
      ...said(footerOf(letter.institution)),
    ],
  })
}
