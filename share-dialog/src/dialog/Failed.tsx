import { describeFailure } from '../i18n/describe-failure.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { WarningIcon } from '../design/icons.tsx'
import type { ShareFailure } from '../api/failure.ts'
import { isSignedOut, wayOut } from './share-state.ts'
import { useFocusOnMount } from '../design/use-focus-on-mount.ts'

export interface FailedProps {
  during: 'load' | 'create'
  failure: ShareFailure
  t: DialogTranslator
  onRetry(): void
  /** Absent: the host has no way to sign in. */
  onSignIn?: (() => Promise<void>) | undefined
  /** Back to the form, with the policy as it is now. */
  onChooseAgain(): void
  onClose(): void
}

/** What went wrong, what to do next, and the buttons that do it. */
export function Failed({ during, failure, t, onRetry, onSignIn, onChooseAgain, onClose }: FailedProps) {
  const heading = useFocusOnMount<HTMLHeadingElement>()
  const out = wayOut(failure)
  const signIn = isSignedOut(failure) ? onSignIn : undefined
  const reference = failure.kind === 'problem' ? failure.requestId : undefined
  return (
    <div class="step">
      <div class="notice notice-bad">
        <WarningIcon />
        <div>
          <h3 class="notice-heading" tabIndex={-1} ref={heading}>
            {during === 'load' ? t.text('failed.load') : t.text('failed.create')}
          </h3>
          {describeFailure(failure, t).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {reference && <p class="reference">{t.text('failed.reference', { reference })}</p>}
        </div>
      </div>
      <div class="actions">
        {signIn && (
          <button type="button" class="button button-primary" onClick={() => void signIn()}>
            {t.text('failed.signIn')}
          </button>
        )}
        {out === 'retry' && (
          <button type="button" class={signIn ? 'button' : 'button button-primary'} onClick={onRetry}>
            {t.text('dialog.retry')}
          </button>
        )}
        {out === 'choose-again' && (
          <button type="button" class="button button-primary" onClick={onChooseAgain}>
            {t.text('failed.chooseAgain')}
          </button>
        )}
        <button type="button" class={out === 'none' ? 'button button-primary' : 'button'} onClick={onClose}>
          {t.text('dialog.close')}
        </button>
      </div>
    </div>
  )
}
