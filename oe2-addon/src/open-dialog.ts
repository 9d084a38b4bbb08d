import { openShareDialog, type ShareDialogHandle } from '@studylink/share-dialog'
import { getAccessToken, languageOf, themeOf, type Oe2Window } from './oe2-host.ts'
import { readStudyHeads } from './read-study-heads.ts'

export interface DialogOverOe2 {
  studyInstanceUIDs: readonly string[]
  shareRoot: URL
  host: Window & Oe2Window
}

/** The share dialog over OE2, in its theme and language. Loaded by the first click. */
export const openDialogOverOe2 = ({
  studyInstanceUIDs,
  shareRoot,
  host,
}: DialogOverOe2): ShareDialogHandle => {
  const getToken = () => getAccessToken(host)
  const language = languageOf(() => host.localStorage)
  return openShareDialog({
    shareRoot: shareRoot.href,
    studies: () => readStudyHeads(studyInstanceUIDs, { shareRoot, getAccessToken: getToken }),
    getAccessToken: getToken,
    theme: themeOf(host.document),
    ...(language !== undefined && { language }),
  })
}
