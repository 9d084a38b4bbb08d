import type { SharesTranslator } from '../i18n/shares-translator.ts'

export interface SignedOutProps {
  /** Did signing in go wrong? */
  failed: boolean
  s: SharesTranslator
  onSignIn(): void
}

/** Nobody is signed in: says so, and leads to the sign-in. */
export function SignedOut({ failed, s, onSignIn }: SignedOutProps) {
  return (
    <main class="page signed-out" dir={s.direction}>
      <h1>{s.text('signIn.heading')}</h1>
      {failed && (
        <p class="field-error" role="alert">
          {s.text('signIn.failed')}
        </p>
      )}
      <button type="button" class="button button-primary" onClick={onSignIn}>
        {s.text('signIn.button')}
      </button>
    </main>
  )
}
