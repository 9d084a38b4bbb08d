import type { ExtensionTranslator } from '../i18n/extension-translator.ts'

export interface FooterProps {
  t: ExtensionTranslator
  /** Absent: the dialog leads there. */
  onMyShares: (() => void) | undefined
  onSettings(): void
  /** Absent: nobody is signed in. */
  onSignOut: (() => void) | undefined
}

/** What is not about this study. */
export function Footer({ t, onMyShares, onSettings, onSignOut }: FooterProps) {
  return (
    <nav class="footer" aria-label={t.text('popup.actions')}>
      {onMyShares && (
        <button type="button" onClick={onMyShares}>
          {t.text('popup.myShares')}
        </button>
      )}
      <button type="button" onClick={onSettings}>
        {t.text('popup.settings')}
      </button>
      {onSignOut && (
        <button type="button" onClick={onSignOut}>
          {t.text('popup.signOut')}
        </button>
      )}
    </nav>
  )
}
