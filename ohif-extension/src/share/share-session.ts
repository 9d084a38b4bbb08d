import { loadDialogTranslator, openShareDialog, type ShareDialogHandle } from '@studylink/share-dialog'
import type { OhifServices } from '../ohif-host.ts'
import { getClinician } from './clinician.ts'
import { pressByKeyboard } from './keyboard-press.ts'
import { showShareButton, type ButtonTexts } from './share-button.ts'
import { createSharePermission } from './share-permission.ts'
import { studiesToShare } from './study-heads.ts'

export interface ShareSession {
  /** A mode is entered: the button appears for a clinician who may share, now or as soon as the service says so. */
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
  const permission = createSharePermission({ shareRoot, ...(fetch && { fetch }) })
  let hideButton: (() => void) | undefined
  let dialog: ShareDialogHandle | undefined
  let visit = 0

  const share = () => {
    if (dialog) return
    dialog = openShareDialog({
      shareRoot,
      ...studiesToShare(services),
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

  /** In the reader's language, as the dialog is. */
  const loadTexts = async (): Promise<ButtonTexts> => {
    const { text } = await loadDialogTranslator(shareRoot, navigator.languages)
    return { label: text('button.label'), tooltip: text('button.tooltip') }
  }

  const showButton = (texts: ButtonTexts) => {
    const removals = [showShareButton(services.toolbarService, texts), pressByKeyboard(share)]
    hideButton = () => removals.forEach((remove) => remove())
  }

  const stop = () => {
    visit += 1
    hideButton?.()
    hideButton = undefined
    dialog?.close()
  }

  return {
    start: async () => {
      stop()
      const thisVisit = visit
      const clinician = getClinician(services.userAuthenticationService)
      if (!clinician) return
      const [mayShare, texts] = await Promise.all([
        permission.peek(clinician.userId) ?? permission.ask(clinician),
        loadTexts(),
      ])
      if (mayShare && thisVisit === visit) showButton(texts)
    },
    share,
    stop,
  }
}
