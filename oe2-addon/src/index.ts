import { catchCustomButton } from './catch-custom-button.ts'
import type { Oe2Window } from './oe2-host.ts'

/** The share service is where this script comes from. */
const { url } = import.meta
const shareRoot = new URL('./', url)
const host: Window & Oe2Window = window

catchCustomButton(document, {
  shareRoot,
  isSignedIn: () => host.keycloak !== undefined,
  openDialog: async (studies) => {
    const { openDialogOverOe2 } = await import('./open-dialog.ts')
    await openDialogOverOe2({ studies, shareRoot, host }).closed
  },
  openPage: (address) => location.assign(address),
})
