import { chooseLanguage } from './languages.ts'
import { loadMessages } from './load-messages.ts'
import { createTranslator, type Translator } from './translator.ts'
import { messages } from './english/shares.ts'

export type SharesTranslator = Translator<typeof messages>

/** The texts of «my shares» in the first of the wanted languages that we have. */
export const loadSharesTranslator = async (
  shareRoot: string,
  wanted: readonly string[],
): Promise<SharesTranslator> => {
  const chosen = chooseLanguage(wanted)
  const translated = await loadMessages({ shareRoot, language: chosen.language, section: 'shares' })
  return createTranslator({ ...chosen, english: messages, translated })
}
