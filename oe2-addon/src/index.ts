import { catchCustomButton } from './catch-custom-button.ts'
import type { Oe2Window } from './oe2-host.ts'
import { orthancRootOf } from './orthanc-root.ts'

/** The share service is where this script comes from. */
const { url: scriptUrl } = import.meta
const shareRoot = new URL('./', scriptUrl)
const host: Window & Oe2Window = window

catchCustomButton(document, {
  shareRoot,
  isSignedIn: () => host.keycloak !== undefined,
  openDialog: async (studyInstanceUIDs) => {
    const { openDialogOverOe2 } = await import('./open-dialog.ts')
    const orthancRoot = orthancRootOf(location.href, scriptUrl)
    await openDialogOverOe2({ studyInstanceUIDs, shareRoot, orthancRoot, host }).closed
  },
  openPage: (address) => location.assign(address),
})
