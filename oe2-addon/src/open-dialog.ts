import type { StudyReference } from '@studylink/backend/contract'
import {
  createShareApi,
  openShareDialog,
  readStudyHeads,
  type ShareDialogHandle,
} from '@studylink/share-dialog'
import { getAccessToken, languageOf, signInOf, themeOf, type Oe2Window } from './oe2-host.ts'

export interface DialogOverOe2 {
  studies: readonly StudyReference[]
  shareRoot: URL
  host: Window & Oe2Window
}

/** The share dialog over OE2, in its theme and language. Loaded by the first click. */
export const openDialogOverOe2 = ({ studies, shareRoot, host }: DialogOverOe2): ShareDialogHandle => {
  const service = { shareRoot: shareRoot.href, getAccessToken: () => getAccessToken(host) }
  const signIn = signInOf(host)
  const language = languageOf(() => host.localStorage)
  return openShareDialog({
    ...service,
    studies: () => readStudyHeads(createShareApi(service), studies),
    ...(signIn && { signIn }),
    theme: themeOf(host.document),
    ...(language !== undefined && { language }),
  })
}
