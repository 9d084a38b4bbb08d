import type { Policy } from '@studylink/backend/contract'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { ShareDraft } from './draft.ts'
import { generatePin } from './pin.ts'

export interface PinChoiceProps {
  policy: Policy
  pin: ShareDraft['pin']
  /** Has the share a PIN already, which may stay? */
  keepable?: boolean
  faulty: boolean
  disabled: boolean
  t: DialogTranslator
  onChange(pin: ShareDraft['pin']): void
}

/** Whether the guest is asked for a PIN, and which: one is proposed, another may be typed. */
export function PinChoice({ policy, pin, keepable = false, faulty, disabled, t, onChange }: PinChoiceProps) {
  if (policy.pin === 'off' && !keepable) return null
  const without = keepable ? ({ kept: true } as const) : null
  return (
    <div class="field">
      {(policy.pin !== 'required' || keepable) && (
        <label class="check">
          <input
            type="checkbox"
            checked={typeof pin === 'string'}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.checked ? generatePin() : without)}
          />
          <span>{keepable ? t.text('form.newPin') : t.text('form.askPin')}</span>
        </label>
      )}
      {keepable && policy.pin !== 'required' && typeof pin !== 'string' && (
        <label class="check">
          <input
            type="checkbox"
            checked={pin === null}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.checked ? null : without)}
          />
          <span>{t.text('form.removePin')}</span>
        </label>
      )}
      {typeof pin === 'string' && (
        <>
          <label class="label" for="pin">
            {t.text('form.pin')}
          </label>
          <div class="link-row">
            <input
              id="pin"
              class="input pin"
              value={pin}
              maxLength={64}
              disabled={disabled}
              autocomplete="off"
              spellcheck={false}
              dir="ltr"
              aria-invalid={faulty}
              aria-describedby="pin-hint"
              onInput={(event) => onChange(event.currentTarget.value)}
            />
            <button type="button" class="button" disabled={disabled} onClick={() => onChange(generatePin())}>
              {t.text('form.otherPin')}
            </button>
          </div>
          <p id="pin-hint" class={faulty ? 'field-error' : 'hint'} role={faulty ? 'alert' : undefined}>
            {faulty ? t.text('form.pinForm') : t.text('form.pinHint')}
          </p>
        </>
      )}
    </div>
  )
}
