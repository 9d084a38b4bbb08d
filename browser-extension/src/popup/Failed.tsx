import { formatPeriod, type ApiFailure } from '@studylink/share-dialog'
import type { ExtensionTranslator } from '../i18n/extension-translator.ts'
import type { PopupActions } from './Popup.tsx'
import { Screen } from './Screen.tsx'

export interface FailedProps {
  failure: ApiFailure
  shareRoot: string
  t: ExtensionTranslator
  actions: Pick<PopupActions, 'retry' | 'openOptions' | 'changeAccount'>
}

/** When a service does not say how long. */
const WAIT_SECONDS = 60

/** Why the service gave no studies, and what to do about it. */
export function Failed({ failure, shareRoot, t, actions }: FailedProps) {
  const retry = { label: t.text('popup.retry'), onPress: actions.retry, primary: true }
  const check = { label: t.text('unreachable.settings'), onPress: actions.openOptions }
  switch (kindOf(failure)) {
    case 'unreachable':
      return (
        <Screen heading={t.text('unreachable.heading')} actions={[retry, check]}>
          <p>{t.text('unreachable.text', { shareRoot })}</p>
        </Screen>
      )
    case 'foreign':
      return (
        <Screen heading={t.text('foreign.heading')} actions={[retry, check]}>
          <p>{t.text('foreign.text', { shareRoot })}</p>
        </Screen>
      )
    case 'forbidden':
      return (
        <Screen
          heading={t.text('forbidden.heading')}
          actions={[{ label: t.text('forbidden.button'), onPress: actions.changeAccount, primary: true }]}
        >
          <p>{t.text('forbidden.text')}</p>
        </Screen>
      )
    case 'busy': {
      const seconds = (failure.kind === 'problem' && failure.retryAfterSeconds) || WAIT_SECONDS
      return (
        <Screen heading={t.text('busy.heading')} actions={[retry]}>
          <p>{t.text('busy.text', { period: formatPeriod(Math.ceil(seconds), t.locale) })}</p>
        </Screen>
      )
    }
    case 'faulty':
      return (
        <Screen heading={t.text('faulty.heading')} actions={[retry]}>
          <p>{t.text('faulty.text')}</p>
          <p class="muted">{t.text('faulty.reference', { reference: referenceOf(failure) })}</p>
        </Screen>
      )
  }
}

const kindOf = (failure: ApiFailure): 'unreachable' | 'foreign' | 'forbidden' | 'busy' | 'faulty' => {
  if (failure.kind === 'unexpected') return failure.status >= 500 ? 'faulty' : 'foreign'
  if (failure.kind !== 'problem') return 'unreachable'
  if (failure.code === 'forbidden' || failure.code === 'may-not-share') return 'forbidden'
  return failure.code === 'too-many-requests' ? 'busy' : 'faulty'
}

/** What the IT department finds in the service's log. */
const referenceOf = (failure: ApiFailure): string => {
  if (failure.kind === 'problem') return [failure.code, failure.requestId].filter(Boolean).join(', ')
  return failure.kind === 'unexpected' ? `HTTP ${failure.status}` : failure.kind
}
