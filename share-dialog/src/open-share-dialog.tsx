import { render } from 'preact'
import { createShareApi, type ShareApi } from './api/share-api.ts'
import { englishTranslator, loadDialogTranslator, type DialogTranslator } from './i18n/dialog-translator.ts'
import dialogCss from './dialog/dialog.css?inline'
import { createShareStore } from './dialog/share-store.ts'
import { ShareDialog, type ShareDialogProps } from './dialog/ShareDialog.tsx'
import { createPopupSession } from './sign-in/popup-session.ts'
import tokensCss from './design/tokens.css?inline'
import type { StudyHead } from './study/study-head.ts'

export interface ShareDialogOptions {
  /** Root of the share service's pages, with a slash at its end: `/share/` or `https://hospital.example/share/`. */
  shareRoot: string
  /**
   * What to share; a function is called when the dialog opens, and again when the person retries. It may ask the service
   * as whoever is signed in by then: in the dialog, if not in the page.
   */
  studies: readonly StudyHead[] | ((api: ShareApi) => Promise<readonly StudyHead[]>)
  /** Other studies open in the host: never shared unasked, but offered. */
  alsoOpen?: readonly StudyHead[]
  /** The clinician's access token, asked for at each call; `undefined` when nobody is signed in. */
  getAccessToken(): Promise<string | undefined>
  /**
   * The host's own way to sign in when nobody is any more, and whether they did; called in the click, so that a window
   * may open. On pages of the service's origin the dialog first tries a window of its own, which leaves them as they
   * are.
   */
  signIn?(): Promise<boolean>
  /** BCP 47 tag; default: the browser's languages. */
  language?: string
  /** Default `auto`: the system's preference. */
  theme?: 'light' | 'dark' | 'auto'
  /** Where to stand as a part of the page, which is then all of it; absent: over the page, as a modal. */
  into?: HTMLElement
  /** The dialog has closed and everything of it is gone. */
  onClose?(): void
}

export interface ShareDialogHandle {
  /** Closes the dialog without asking. */
  close(): void
  /** Resolves when the dialog has closed. */
  closed: Promise<void>
}

/** A click must open something: texts that take longer than this replace the English ones when they come. */
const WAIT_FOR_TEXTS_MS = 200

/**
 * Opens the share dialog in a shadow root of its own: over the page as a modal, or as the page itself (`into`).
 * Opening mints nothing. The focus goes in and returns to where it was; keys pressed in a modal do not reach the
 * page.
 */
export const openShareDialog = ({
  shareRoot,
  studies,
  alsoOpen = [],
  getAccessToken,
  signIn,
  language,
  theme = 'auto',
  into,
  onClose,
}: ShareDialogOptions): ShareDialogHandle => {
  const opener = deepActiveElement()
  const host = document.createElement('studylink-share-dialog')
  if (theme !== 'auto') host.dataset['theme'] = theme
  const listening = new AbortController()
  if (!into) stopKeys(host, listening.signal)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [dialogCss, tokensCss].map(createStyleSheet)

  const rootUrl = new URL(shareRoot, location.href)
  const session = createPopupSession({ shareRoot: rootUrl, getAccessToken })
  const api = createShareApi({ shareRoot, getAccessToken: session.getAccessToken })
  const store = createShareStore({
    api,
    studies: typeof studies === 'function' ? () => studies(api) : studies,
    alsoOpen,
  })
  const signInAt: ShareDialogProps['signInAt'] = (oidc) => {
    if (oidc === null || rootUrl.origin !== location.origin) return signIn
    return async () => {
      const { kind } = await session.byPopup(oidc)
      return kind === 'blocked' && signIn ? signIn() : kind === 'signed-in'
    }
  }
  let finish = () => {}
  const closed = new Promise<void>((resolve) => {
    finish = resolve
  })
  let open = true
  const close = () => {
    if (!open) return
    open = false
    store.dispose()
    listening.abort()
    render(null, root)
    host.remove()
    if (opener?.isConnected) opener.focus({ preventScroll: true })
    onClose?.()
    finish()
  }

  const draw = (t: DialogTranslator) => {
    if (!open) return
    render(
      <ShareDialog
        store={store}
        t={t}
        shareRoot={shareRoot}
        now={() => new Date()}
        signInAt={signInAt}
        isPage={into !== undefined}
        onClosed={close}
      />,
      root,
    )
  }
  const drawInLanguage = async () => {
    const english = setTimeout(() => draw(englishTranslator()), WAIT_FOR_TEXTS_MS)
    const t = await loadDialogTranslator(shareRoot, language === undefined ? navigator.languages : [language])
    clearTimeout(english)
    draw(t)
  }

  ;(into ?? document.body).append(host)
  void store.load()
  void drawInLanguage()
  return { close, closed }
}

/**
 * A viewer's hotkeys listen on the page: typing in the dialog must not scroll or invert the image behind it. Nor may
 * keys that land on the body, where the focus is while Tab passes from the dialog's end to its beginning.
 */
const stopKeys = (host: HTMLElement, signal: AbortSignal) => {
  for (const type of ['keydown', 'keyup', 'keypress']) {
    host.addEventListener(type, (event) => event.stopPropagation(), { signal })
    window.addEventListener(
      type,
      (event) => {
        if (event.target === document.body) event.stopPropagation()
      },
      { capture: true, signal },
    )
  }
}

/** Constructed, so that it works under any host's content security policy. */
const createStyleSheet = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

const deepActiveElement = (): HTMLElement | null => {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active as HTMLElement | null
}
