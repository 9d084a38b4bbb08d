import { openSignInWindow } from './sign-in-window.ts'
import type { createSignIn, SignIn, SignInOptions, SignInOutcome } from './sign-in.ts'

/** A sign-in of the dialog's own, for when that of the page which it stands in has ended. */
export interface PopupSession {
  /** The token of whoever signed in here; before that, the page's. */
  getAccessToken(): Promise<string | undefined>
  /** Asks in a window of its own; call it in the handler of a click. */
  byPopup(oidc: SignInOptions['oidc']): Promise<SignInOutcome>
}

export interface PopupSessionOptions {
  /** Absolute. */
  shareRoot: URL
  /** The page's own token. */
  getAccessToken(): Promise<string | undefined>
  load?(): Promise<{ createSignIn: typeof createSignIn }>
}

/** Its own file beside the pages: few need it, and a viewer that shares carries nothing for it. */
const loadSignIn = (shareRoot: URL): Promise<{ createSignIn: typeof createSignIn }> =>
  import(/* @vite-ignore */ new URL('sign-in.js', shareRoot).href)

/** Tokens live in this page's memory until the dialog closes. */
export const createPopupSession = ({
  shareRoot,
  getAccessToken,
  load = () => loadSignIn(shareRoot),
}: PopupSessionOptions): PopupSession => {
  let signIn: SignIn | undefined
  return {
    getAccessToken: async () => (await signIn?.getAccessToken()) ?? getAccessToken(),
    byPopup: async (oidc) => {
      const popup = openSignInWindow()
      if (!popup) return { kind: 'blocked' }
      try {
        const { createSignIn: create } = await load()
        signIn ??= create({
          shareRoot: shareRoot.href,
          oidc,
          storage: sessionStorage,
          now: () => Date.now(),
          navigate: (url) => location.assign(url),
        })
        return await signIn.byPopup(popup)
      } catch {
        popup.close()
        return { kind: 'failed' }
      }
    },
  }
}
