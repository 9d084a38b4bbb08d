import { chooseLanguage, createTranslator, type Messages, type Translator } from '@studylink/share-dialog'
import { messages, type ExtensionMessages } from './english.ts'

export type ExtensionTranslator = Translator<ExtensionMessages>

const locales = import.meta.glob<Messages>('./locales/*.json', { import: 'default' })

/** The extension's texts in the reader's language, from the package: no server is asked. */
export const loadTranslator = async (
  wanted: readonly string[] = navigator.languages,
): Promise<ExtensionTranslator> => {
  const chosen = chooseLanguage(wanted)
  const translated = (await locales[`./locales/${chosen.language}.json`]?.()) ?? {}
  return createTranslator({ ...chosen, english: messages, translated })
}
