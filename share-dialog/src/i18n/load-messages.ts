import type { Language } from './languages.ts'
import type { Messages } from './translator.ts'

export interface LoadMessagesOptions {
  /** Root of our pages, with a slash at its end: `/share/` or `https://hospital.example/share/`. */
  shareRoot: string
  language: Language
  /** Which part of the language's texts: the name of its file in `locales/<language>/`. */
  section: 'dialog' | 'guest' | 'handout' | 'shares'
  timeoutMs?: number
  fetch?: typeof globalThis.fetch
}

/**
 * The texts of one language, from `{shareRoot}locales/<language>.json`. English is inside the code: nothing is
 * fetched for it. Never fails: whoever cannot be given their language reads English.
 */
export const loadMessages = async ({
  shareRoot,
  language,
  section,
  timeoutMs = 3000,
  fetch = globalThis.fetch,
}: LoadMessagesOptions): Promise<Messages> => {
  if (language === 'en') return {}
  try {
    const response = await fetch(`${shareRoot}locales/${language}.json`, {
      signal: AbortSignal.timeout(timeoutMs),
      credentials: 'omit',
    })
    if (!response.ok) return {}
    const sections = (await response.json()) as Record<string, Messages>
    return sections[section] ?? {}
  } catch {
    return {}
  }
}
