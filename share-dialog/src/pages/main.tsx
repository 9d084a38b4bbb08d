import '../design/tokens.css'
import '../dialog/dialog.css'
import '../shares/shares.css'
import { render } from 'preact'
import { createShareApi, type ShareApi } from '../api/share-api.ts'
import { loadDialogTranslator } from '../i18n/dialog-translator.ts'
import { loadSharesTranslator, type SharesTranslator } from '../i18n/shares-translator.ts'
import { openShareDialog } from '../open-share-dialog.tsx'
import { SharesPage } from '../shares/SharesPage.tsx'
import { SignedInAs } from '../shares/SignedInAs.tsx'
import { createSharesStore } from '../shares/shares-store.ts'
import { parseReturnPath } from '../sign-in/return-path.ts'
import { readStudyHeads } from '../study/read-study-heads.ts'
import { answerOpener, createSignIn, type SignIn, type SignInOutcome } from '../sign-in/sign-in.ts'
import { parseNewShare } from './new-share.ts'
import { SignedOut } from './SignedOut.tsx'

/**
 * The clinician's pages: `/share/` («my shares»), `/share/new` (share as a page of its own) and `/share/callback`, to
 * which the sign-in returns. The last one becomes the page that was asked for, so that tokens never leave memory.
 */
const shareRoot = new URL('.', location.href)
const SIGNED_OUT = 'studylink.signed-out'

const start = async () => {
  const languages = navigator.languages
  const [s, t] = await Promise.all([
    loadSharesTranslator(shareRoot.pathname, languages),
    loadDialogTranslator(shareRoot.pathname, languages),
  ])
  document.documentElement.lang = s.language
  document.documentElement.dir = s.direction
  document.title = s.text('page.title')
  const anonymous = createShareApi({ shareRoot: shareRoot.pathname, getAccessToken: async () => undefined })
  const config = await anonymous.getConfig()
  if (!config.ok || !config.value.oidc) return showSignedOut(s, { kind: 'failed' }, () => location.reload())

  const signIn = createSignIn({
    shareRoot: shareRoot.href,
    oidc: config.value.oidc,
    storage: sessionStorage,
    now: () => Date.now(),
    navigate: (url) => location.assign(url),
  })
  const outcome = await arrive(signIn)
  if (outcome === 'leaving') return undefined
  if (outcome.kind !== 'signed-in')
    return showSignedOut(s, outcome, () => {
      sessionStorage.removeItem(SIGNED_OUT)
      void signIn
        .byRedirect(here(), { silent: false })
        .then((failed) => failed && showSignedOut(s, failed, () => location.reload()))
    })
  document.title = s.text('page.title')
  const api = createShareApi({ shareRoot: shareRoot.pathname, getAccessToken: signIn.getAccessToken })
  const signOut = () => {
    // Or the page that the provider sends back to would sign in again by itself.
    sessionStorage.setItem(SIGNED_OUT, '1')
    void signIn.signOut()
  }
  if (location.pathname === new URL('new', shareRoot).pathname)
    return showNew({ api, signIn, signOut, s, returnPaths: config.value.returnPaths })

  const store = createSharesStore(api)
  return render(
    <SharesPage
      store={store}
      api={api}
      shareRoot={shareRoot.pathname}
      openLink={new URLSearchParams(location.search).get('link')}
      s={s}
      t={t}
      now={() => new Date()}
      onSignIn={async () => {
        if (await signInAgain(signIn)) await store.load()
      }}
      onSignOut={signOut}
    />,
    document.body,
  )
}

/** Without leaving the page, where the browser lets a window open. */
const signInAgain = async (signIn: SignIn): Promise<boolean> => {
  const { kind } = await signIn.byPopup()
  if (kind === 'blocked') await signIn.byRedirect(here(), { silent: false })
  return kind === 'signed-in'
}

/** A path and what belongs to it, of this origin. */
const here = () => location.pathname + location.search

/** Who is here: the answer of a sign-in, or of a question to the provider that asks nobody anything. */
const arrive = async (signIn: SignIn): Promise<SignInOutcome | 'leaving'> => {
  if (location.pathname === new URL('callback', shareRoot).pathname) {
    const answer = new URL(location.href)
    const finished = await signIn.finishRedirect(answer)
    if (!finished) {
      answerOpener(answer)
      return { kind: 'signed-out' }
    }
    const page = parseReturnPath(finished.returnTo, location.origin, [shareRoot.pathname])
    history.replaceState(null, '', page ?? shareRoot.pathname)
    return finished.outcome
  }
  if (sessionStorage.getItem(SIGNED_OUT) !== null) return { kind: 'signed-out' }
  return (await signIn.byRedirect(here(), { silent: true })) ?? 'leaving'
}

const showSignedOut = (s: SharesTranslator, outcome: SignInOutcome, onSignIn: () => void) =>
  render(<SignedOut failed={outcome.kind === 'failed'} s={s} onSignIn={onSignIn} />, document.body)

interface NewShareOptions {
  api: ShareApi
  signIn: SignIn
  signOut(): void
  s: SharesTranslator
  returnPaths: readonly string[]
}

const showNew = ({ api, signIn, signOut, s, returnPaths }: NewShareOptions) => {
  const { studies, returnTo } = parseNewShare(new URL(location.href), returnPaths)
  const place = document.createElement('main')
  place.className = 'page page-new'
  const top = document.createElement('header')
  top.className = 'page-top'
  place.append(top)
  document.body.replaceChildren(place)
  void api.getMe().then((me) => me.ok && render(<SignedInAs me={me.value} s={s} onSignOut={signOut} />, top))
  if (studies.length === 0) {
    place.append(s.text('new.noStudies'))
    return
  }
  openShareDialog({
    shareRoot: shareRoot.pathname,
    into: place,
    getAccessToken: signIn.getAccessToken,
    signIn: () => signInAgain(signIn),
    studies: (dialogApi) => readStudyHeads(dialogApi, studies),
    onClose: () => {
      location.assign(returnTo ?? shareRoot.pathname)
    },
  })
}

void start()
