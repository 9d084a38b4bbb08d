import { openShareDialog } from '@studylink/share-dialog'
import { useEffect, useRef } from 'preact/hooks'
import type { ExtensionTranslator } from '../i18n/extension-translator.ts'
import { viewers } from '../viewers/index.ts'
import { Failed } from './Failed.tsx'
import type { PopupState } from './popup-state.ts'
import { Screen, type ScreenAction } from './Screen.tsx'

export interface PopupActions {
  retry(): void
  openOptions(): void
  signIn(): void
  /** As somebody else: the provider asks for the password. */
  changeAccount(): void
  allowSite(origin: string): void
  allowService(origin: string): void
  goOn(): void
  close(): void
  getAccessToken(): Promise<string | undefined>
}

export interface PopupProps {
  current: PopupState
  t: ExtensionTranslator
  actions: PopupActions
}

/** One screen a state; the share dialog once the studies are known. */
export function Popup({ current, t, actions }: PopupProps) {
  const act = (label: string, onPress: () => void): ScreenAction => ({ label, onPress })
  const first = (label: string, onPress: () => void): ScreenAction => ({ label, onPress, primary: true })
  const retry = act(t.text('popup.retry'), actions.retry)
  switch (current.state) {
    case 'loading':
      return <output class="loading">{t.text('popup.loading')}</output>
    case 'set-up':
      return (
        <Screen
          heading={t.text('setUp.heading')}
          actions={[first(t.text('setUp.button'), actions.openOptions)]}
        >
          <p>{t.text('setUp.text')}</p>
        </Screen>
      )
    case 'no-study':
      return (
        <Screen
          heading={t.text('noStudy.heading')}
          actions={[act(t.text('popup.settings'), actions.openOptions)]}
        >
          <p>{t.text('noStudy.text')}</p>
          <p class="muted">
            {t.text('noStudy.viewers', {
              viewers: new Intl.ListFormat(t.locale).format(
                viewers.filter(({ id }) => id !== 'generic').map(({ name }) => name),
              ),
            })}
          </p>
        </Screen>
      )
    case 'site-not-allowed':
      return (
        <Screen
          heading={t.text('site.heading')}
          actions={[
            first(t.text('site.button'), () => actions.allowSite(current.origin)),
            act(t.text('popup.settings'), actions.openOptions),
          ]}
        >
          <p>{t.text('site.text', { origin: current.origin })}</p>
        </Screen>
      )
    case 'signed-out':
      return (
        <Screen
          heading={t.text('signedOut.heading')}
          actions={[first(t.text('signedOut.button'), actions.signIn)]}
        >
          <p>{t.text('signedOut.text')}</p>
        </Screen>
      )
    case 'signing-in':
      return <output class="loading">{t.text('signedOut.waiting')}</output>
    case 'no-permission':
      return (
        <Screen
          heading={t.text('permission.heading')}
          actions={[first(t.text('permission.button'), () => actions.allowService(current.origin)), retry]}
        >
          <p>{t.text('permission.text', { origin: current.origin })}</p>
        </Screen>
      )
    case 'failed':
      return <Failed failure={current.failure} shareRoot={current.shareRoot} t={t} actions={actions} />
    case 'unknown-extension':
      return (
        <Screen heading={t.text('unknownExtension.heading')} actions={[retry]}>
          <p>{t.text('unknownExtension.text', { redirectUri: current.redirectUri })}</p>
        </Screen>
      )
    case 'not-in-archive':
      return (
        <Screen
          heading={t.plural('notInArchive.heading', current.count)}
          actions={[retry, act(t.text('popup.settings'), actions.openOptions)]}
        >
          <p>{t.text('notInArchive.text', { host: current.host })}</p>
        </Screen>
      )
    case 'some-missing':
      return (
        <Screen
          heading={t.plural('someMissing.heading', current.missing)}
          actions={[first(t.plural('someMissing.button', current.studies.length), actions.goOn)]}
        >
          <p>{t.text('someMissing.text')}</p>
        </Screen>
      )
    case 'ready':
      return <Dialog shareRoot={current.shareRoot} studies={current.studies} actions={actions} />
  }
}

type DialogProps = Pick<Extract<PopupState, { state: 'ready' }>, 'shareRoot' | 'studies'> & {
  actions: PopupActions
}

function Dialog({ shareRoot, studies, actions }: DialogProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return undefined
    const { getAccessToken, close: onClose } = actions
    const signIn = async () => {
      // The popup shows how it goes, and comes back with the studies.
      actions.signIn()
      return false
    }
    const dialog = openShareDialog({
      shareRoot,
      studies,
      getAccessToken,
      signIn,
      into: place.current,
      onClose,
    })
    return () => dialog.close()
  }, [shareRoot, studies, actions])
  return <div ref={place} />
}
