/** What hosts use: the dialog over their page. */
export { openShareDialog, type ShareDialogHandle, type ShareDialogOptions } from './open-share-dialog.tsx'
export { readStudyHeads } from './study/read-study-heads.ts'
export type { StudyHead } from './study/study-head.ts'
export { loadDialogTranslator, type DialogTranslator } from './i18n/dialog-translator.ts'

/** For hosts that speak to the service or to people themselves: the browser extension. */
export type { ApiFailure } from './api/failure.ts'
export { createShareApi } from './api/share-api.ts'
export { formatPeriod } from './i18n/formats.ts'
export { chooseLanguage, languages, type Language } from './i18n/languages.ts'
export { createTranslator, type Messages, type Translator } from './i18n/translator.ts'
