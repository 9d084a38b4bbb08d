import type { Letter } from '../../emails/send-letter.ts'
import { letterPage } from './letter-page.ts'
import { chooseLanguage, formatInstant, type LetterStyle } from './letter-style.ts'
import { letterTexts, type LetterTexts } from './texts/index.ts'

export interface OpenedLetter {
  /** BCP 47 tag that the owner chose; null: the house's. */
  readonly language: string | null
  readonly openedAtMs: number
  readonly openings: number
  /** Where owners see their shares. */
  readonly shareRoot: string
}

/** Tells an owner that a link was opened: neither by whom nor of which patient. */
export const openedLetter = (letter: OpenedLetter, style: LetterStyle): Letter => {
  const chosen = chooseLanguage(letter.language, style)
  const texts: LetterTexts = letterTexts[chosen.language]
  const date = formatInstant(letter.openedAtMs, chosen, style)
  const count = new Intl.NumberFormat(chosen.locale).format(letter.openings)
  return letterPage({
    language: chosen.language,
    subject: texts.openedSubject,
    before: [texts.opened.replace('{date}', () => date).replace('{count}', () => count)],
    link: { text: texts.manage, url: letter.shareRoot },
    after: [],
  })
}
