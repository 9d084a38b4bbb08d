import type { DialogTranslator } from '../i18n/dialog-translator.ts'

export interface LoadingProps {
  slow: boolean
  t: DialogTranslator
}

/** Studies and policy are being read. */
export function Loading({ slow, t }: LoadingProps) {
  return (
    <div class="step loading">
      <div class="progress" aria-hidden="true" />
      <p class="muted">{slow ? t.text('dialog.slow') : t.text('dialog.preparing')}</p>
    </div>
  )
}
