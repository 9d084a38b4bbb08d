import {
  loadDialogTranslator,
  openShareDialog,
  type ShareDialogHandle,
  type StudyHead,
} from '@studylink/share-dialog'
import { guarded } from '../guarded.ts'
import type { OhifServices } from '../ohif-host.ts'
import { getClinician } from './clinician.ts'
import { pressByKeyboard } from './keyboard-press.ts'
import { showShareButton } from './share-button.ts'
import { createSharePermission } from './share-permission.ts'
import { studiesToShare } from './study-heads.ts'

export interface ShareSession {
  /** A mode is entered: the button appears for a clinician who may share, as soon as both are known. */
  start(): Promise<void>
  /** The button was pressed. */
  share(): void
  /** The mode is left: button and dialog go. */
  stop(): void
}

export interface ShareSessionOptions {
  services: OhifServices
  shareRoot: string
  fetch?: typeof globalThis.fetch
}

/** The Share button and its dialog within OHIF's modes. */
export const createShareSession = ({ services, shareRoot, fetch }: ShareSessionOptions): ShareSession => {
  const askPermission = createSharePermission({ shareRoot, fetch })
  let dialog: ShareDialogHandle | undefined
  /** What ends with this visit of a mode: the watch for a sign-in, then the button's parts; nothing once it is left. */
  let ends: (() => void)[] = []

  const grid = services.viewportGridService

  /** The button may be pressed before OHIF has loaded anything: the dialog waits with it. */
  const onceLoaded = () =>
    new Promise<readonly StudyHead[]>((resolve) => {
      const look = () => {
        const { studies } = studiesToShare(services)
        if (studies.length > 0) resolve(studies)
      }
      ends.push(grid.subscribe(grid.EVENTS.GRID_STATE_CHANGED, look).unsubscribe)
    })

  const share = () => {
    if (dialog) return
    const loaded = studiesToShare(services)
    dialog = openShareDialog({
      shareRoot,
      ...loaded,
      ...(loaded.studies.length === 0 && { studies: onceLoaded }),
      getAccessToken: async () => getClinician(services.userAuthenticationService)?.accessToken,
      signIn: async () => {
        services.userAuthenticationService.handleUnauthenticated?.()
        return false
      },
      // OHIF is dark, and so is the room it is used in.
      theme: 'dark',
      onClose: () => {
        dialog = undefined
      },
    })
  }

  const stop = () => {
    for (const end of ends.splice(0)) end()
    dialog?.close()
  }

  return {
    start: async () => {
      stop()
      const visit = (ends = [] as typeof ends)
      let asked: string | undefined
      /** Asks once with each token: a renewed one may be accepted. An unanswered question is asked again. */
      const offer = async () => {
        const clinician = getClinician(services.userAuthenticationService)
        if (!clinician || clinician.accessToken === asked || visit.length !== 1) return
        asked = clinician.accessToken
        const [mayShare, { text }] = await Promise.all([
          askPermission(clinician),
          loadDialogTranslator(shareRoot, navigator.languages),
        ]).catch((error: unknown) => {
          asked = undefined
          throw error
        })
        if (mayShare && visit.length === 1)
          visit.push(
            showShareButton(services.toolbarService, {
              label: text('button.label'),
              tooltip: text('button.tooltip'),
            }),
            pressByKeyboard(share),
          )
      }
      // OHIF tells nobody of a sign-in, but images come only after it: then is looked again.
      visit.push(grid.subscribe(grid.EVENTS.GRID_STATE_CHANGED, guarded(offer)).unsubscribe)
      await offer()
    },
    share,
    stop,
  }
}
