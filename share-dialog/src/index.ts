/** What hosts use: the dialog over their page. */
export { openShareDialog, type ShareDialogHandle, type ShareDialogOptions } from './open-share-dialog.tsx'
export type { StudyHead } from './study/study-head.ts'
export { loadDialogTranslator, type DialogTranslator } from './dialog/dialog-translator.ts'
