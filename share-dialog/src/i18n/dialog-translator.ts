import { chooseLanguage } from './languages.ts'
import { loadMessages } from './load-messages.ts'
import { createTranslator, type Translator } from './translator.ts'
import { messages, type DialogMessages } from './english/dialog.ts'

export type DialogTranslator = Translator<DialogMessages>

export const englishTranslator = (): DialogTranslator =>
  createTranslator({ language: 'en', locale: 'en', english: messages })

/** The dialog's texts in the first of the wanted languages that we have. */
export const loadDialogTranslator = async (
  shareRoot: string,
  wanted: readonly string[],
): Promise<DialogTranslator> => {
  const chosen = chooseLanguage(wanted)
  const translated = await loadMessages({ shareRoot, language: chosen.language, section: 'dialog' })
  return createTranslator({ ...chosen, english: messages, translated })
}
