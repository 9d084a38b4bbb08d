import { type LetterLanguage, letterTexts } from './texts/index.ts'

/** How letters are written where nobody says otherwise. */
export interface LetterStyle {
  /** BCP 47 tag, `INSTITUTION_LANGUAGE`. */
  readonly language: string
  /** IANA name, `INSTITUTION_TIME_ZONE`: in it all dates are told. */
  readonly timeZone: string
}

export interface ChosenLanguage {
  /** Whose texts a letter has. */
  readonly language: LetterLanguage
  /** What its dates and numbers follow: the language with its region, as it was asked for. */
  readonly locale: string
}

export const letterLanguages = Object.keys(letterTexts) as LetterLanguage[]

/** A name of the IANA time zone database, not an offset, which knows no summer. */
export const isTimeZone = (name: string): boolean => {
  try {
    return (
      /^[A-Za-z]/.test(name) &&
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions() !== undefined
    )
  } catch {
    return false
  }
}

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** The language of a tag, or undefined when letters are not written in it. */
export const parseLanguage = (tag: string): ChosenLanguage | undefined => {
  const primary = tag.toLowerCase().split('-')[0] ?? ''
  return Object.hasOwn(letterTexts, primary) && isLocale(tag)
    ? { language: primary as LetterLanguage, locale: tag }
    : undefined
}

/** The language that was asked for, else the house's. */
export const chooseLanguage = (asked: string | null | undefined, style: LetterStyle): ChosenLanguage =>
  parseLanguage(asked ?? '') ?? parseLanguage(style.language) ?? { language: 'en', locale: 'en' }

/** An instant (ms since 1970) as the house's clocks show it, with the name of its time zone: the reader may be elsewhere. */
export const formatInstant = (instantMs: number, { locale }: ChosenLanguage, { timeZone }: LetterStyle) =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    calendar: 'gregory',
    timeZone,
  }).format(instantMs)
