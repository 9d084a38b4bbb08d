/** The languages that have a folder in `locales/`, and English, which is inside the code. */
export const languages = ['en', 'ar', 'de', 'es', 'fr', 'it', 'nl', 'pt'] as const
export type Language = (typeof languages)[number]

/** Each by its own name, for lists to choose from. */
export const nameOfLanguage: Record<Language, string> = {
  en: 'English',
  ar: 'العربية',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português',
}

export interface ChosenLanguage {
  /** Whose texts are shown. */
  language: Language
  /** What dates and numbers follow; keeps the reader's region (`en-GB`, `de-CH`). */
  locale: string
}

/**
 * The first of the wanted languages (BCP 47 tags, best first) that we speak, else English. A reader of `de-CH`
 * gets the German texts and Swiss dates.
 */
export const chooseLanguage = (wanted: readonly string[]): ChosenLanguage => {
  for (const tag of wanted) {
    const language = languages.find((ours) => ours === tag.toLowerCase().split('-')[0])
    if (language !== undefined && isLocale(tag)) return { language, locale: tag }
  }
  return { language: 'en', locale: 'en' }
}

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
