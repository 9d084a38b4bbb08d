import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { WarningIcon } from '../design/icons.tsx'
import { useFocusOnMount } from '../design/use-focus-on-mount.ts'

export interface ConfirmPatientsProps {
  patientCount: number
  t: DialogTranslator
  onConfirm(): void
}

/** The step before the form when the studies name several patients, who all stand above it. */
export function ConfirmPatients({ patientCount, t, onConfirm }: ConfirmPatientsProps) {
  const heading = useFocusOnMount<HTMLHeadingElement>()
  const checkbox = useRef<HTMLInputElement>(null)
  // With studies added above it, what to confirm would lie below the window's edge.
  useLayoutEffect(() => checkbox.current?.scrollIntoView({ block: 'nearest' }), [])
  const [refused, setRefused] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    if (checkbox.current?.checked) return onConfirm()
    setRefused(true)
    checkbox.current?.focus()
  }
  return (
    <form class="step" onSubmit={submit} noValidate>
      <div class="notice notice-warning">
        <WarningIcon />
        <div>
          <h3 class="notice-heading" tabIndex={-1} ref={heading}>
            {t.plural('confirm.heading', patientCount)}
          </h3>
          <p>{t.text('confirm.explanation')}</p>
        </div>
      </div>
      <div class="field">
        {refused && (
          <p id="confirm-required" class="field-error" role="alert">
            {t.text('confirm.required')}
          </p>
        )}
        <label class="check">
          <input
            type="checkbox"
            ref={checkbox}
            aria-invalid={refused}
            aria-describedby={refused ? 'confirm-required' : undefined}
            onChange={() => setRefused(false)}
          />
          <span>{t.plural('confirm.agree', patientCount)}</span>
        </label>
      </div>
      <div class="actions">
        <button type="submit" class="button button-primary">
          {t.text('confirm.continue')}
        </button>
      </div>
    </form>
  )
}
