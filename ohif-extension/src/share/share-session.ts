import { loadDialogTranslator, openShareDialog, type ShareDialogHandle } from '@studylink/share-dialog'
import { guarded } from '../guarded.ts'
import type { OhifServices } from '../ohif-host.ts'
import { getClinician } from './clinician.ts'
import { pressByKeyboard } from './keyboard-press.ts'
import { showShareButton, type ButtonTexts } from './share-button.ts'
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
  const permission = createSharePermission({ shareRoot, ...(fetch && { fetch }) })
  let hideButton: (() => void) | undefined
  let dialog: ShareDialogHandle | undefined
  let visit = 0
  let asked: string | undefined
  let endWatch: (() => void) | undefined

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

  /** Asks once with each token: a renewed one may be accepted, and an unanswered question is asked again. */
  const offer = async (thisVisit: number) => {
    const clinician = getClinician(services.userAuthenticationService)
    if (!clinician || hideButton || clinician.accessToken === asked) return
    asked = clinician.accessToken
    const [mayShare, texts] = await Promise.all([
      permission.peek(clinician.userId) ?? permission.ask(clinician),
      loadTexts(),
    ]).catch((error: unknown) => {
      asked = undefined
      throw error
    })
    if (mayShare && thisVisit === visit && !hideButton) showButton(texts)
  }

  const stop = () => {
    visit += 1
    asked = undefined
    endWatch?.()
    endWatch = undefined
    hideButton?.()
    hideButton = undefined
    dialog?.close()
  }

  return {
    start: async () => {
      stop()
      const thisVisit = visit
      // OHIF tells nobody of a sign-in, but images come only after it: then is looked again.
      const { EVENTS } = services.viewportGridService
      const { unsubscribe } = services.viewportGridService.subscribe(
        EVENTS.GRID_STATE_CHANGED,
        guarded(() => offer(thisVisit)),
      )
      endWatch = unsubscribe
      await offer(thisVisit)
    },
    share,
    stop,
  }
}
