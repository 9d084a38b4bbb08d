import type { StudyReference } from '@studylink/backend/contract'
import { openShareDialog, readStudyHeads, type ShareDialogHandle } from '@studylink/share-dialog'
import { getAccessToken, languageOf, signInOf, themeOf, type Oe2Window } from './oe2-host.ts'

export interface DialogOverOe2 {
  studies: readonly StudyReference[]
  shareRoot: URL
  host: Window & Oe2Window
}

/** The share dialog over OE2, in its theme and language. Loaded by the first click. */
export const openDialogOverOe2 = ({ studies, shareRoot, host }: DialogOverOe2): ShareDialogHandle => {
  const signIn = signInOf(host)
  const language = languageOf(() => host.localStorage)
  return openShareDialog({
    shareRoot: shareRoot.href,
    getAccessToken: () => getAccessToken(host),
    studies: (api) => readStudyHeads(api, studies),
    ...(signIn && { signIn }),
    theme: themeOf(host.document),
    ...(language !== undefined && { language }),
  })
}
