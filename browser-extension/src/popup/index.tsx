import '@studylink/share-dialog/tokens.css'
import '../design/page.css'
import './popup.css'
import { render } from 'preact'
import browser from 'webextension-polyfill'
import { loadTranslator } from '../i18n/extension-translator.ts'
import { ask } from '../messages.ts'
import { matchPattern } from '../settings/service-address.ts'
import { ownOrigins, readSettings } from '../settings/settings.ts'
import { findStudies, findSubject } from './find-studies.ts'
import { Footer } from './Footer.tsx'
import { Popup, type PopupActions } from './Popup.tsx'
import type { PopupState } from './popup-state.ts'

const start = async () => {
  const [t, subject, settings] = await Promise.all([
    loadTranslator(),
    findSubject(),
    readSettings(browser.storage),
  ])
  document.documentElement.lang = t.language
  document.documentElement.dir = t.direction
  const root = document.getElementById('popup')
  if (!root) return

  const draw = (current: PopupState) => {
    const goOn = () => {
      if (current.state === 'some-missing') draw({ ...current, state: 'ready' })
    }
    const { shareRoot } = settings
    render(
      <>
        <main>
          <Popup current={current} t={t} actions={{ ...actions, goOn }} />
        </main>
        {shareRoot !== undefined && (
          <Footer
            t={t}
            onMyShares={
              current.state === 'ready'
                ? undefined
                : () => void browser.tabs.create({ url: shareRoot }).then(() => window.close())
            }
            onSettings={actions.openOptions}
            onSignOut={
              current.state === 'ready'
                ? () => void ask('sign-out').then(() => draw({ state: 'signed-out' }))
                : undefined
            }
          />
        )}
      </>,
      root,
    )
  }
  const look = async () => {
    draw({ state: 'loading' })
    draw(await findStudies(subject))
  }
  const actions: Omit<PopupActions, 'goOn'> = {
    retry: () => void look(),
    close: () => window.close(),
    openOptions: () => void browser.runtime.openOptionsPage().then(() => window.close()),
    signIn: () => {
      draw({ state: 'signing-in' })
      void ask('sign-in').then(look)
    },
    changeAccount: () => {
      draw({ state: 'signing-in' })
      void ask('sign-out')
        .then(() => ask('sign-in'))
        .then(look)
    },
    allowSite: (origin) =>
      void readSettings(browser.storage)
        .then((now) => browser.storage.local.set({ viewerOrigins: [...ownOrigins(now), origin] }))
        .then(look),
    // At once, while the click still counts: browsers grant nothing later.
    allowService: (origin) =>
      void browser.permissions.request({ origins: [matchPattern(origin)] }).then(look, look),
    getAccessToken: async () => {
      const answer = await ask('get-token')
      return answer.kind === 'token' ? answer.accessToken : undefined
    },
  }
  await look()
}

void start()
