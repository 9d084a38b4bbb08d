import { useRef, useState } from 'preact/hooks'
import { CheckIcon, CopyIcon } from '../design/icons.tsx'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { copyField } from './copy-text.ts'
import type { RefObject } from 'preact'

export interface CopyFieldProps {
  id: string
  label: string
  value: string
  copyLabel: string
  primary?: boolean
  describedBy?: string
  t: DialogTranslator
  /** Focus goes here. */
  buttonRef?: RefObject<HTMLButtonElement | null>
  /** Copies from outside. */
  copyRef?: { current: (() => Promise<boolean>) | undefined }
  onCopied?(): void
}

/** A text that cannot be edited, with a button that copies it and says whether it did. */
export function CopyableField(props: CopyFieldProps) {
  const { id, label, value, copyLabel, primary = false, describedBy, t, buttonRef, copyRef, onCopied } = props
  const field = useRef<HTMLInputElement>(null)
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<boolean> => {
    if (!field.current) return false
    const copied = await copyField(field.current)
    setCopying(copied ? 'copied' : 'failed')
    if (copied) onCopied?.()
    return copied
  }
  if (copyRef) copyRef.current = copy
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <div class="link-row">
        <input
          id={id}
          ref={field}
          class="input link"
          readOnly
          dir="ltr"
          value={value}
          aria-describedby={describedBy}
          onFocus={(event) => event.currentTarget.select()}
          onCopy={onCopied}
        />
        <button
          {...(buttonRef && { ref: buttonRef })}
          type="button"
          class={primary ? 'button button-primary' : 'button'}
          onClick={() => void copy()}
        >
          {copying === 'copied' ? <CheckIcon /> : <CopyIcon />}
          {copying === 'copied' ? t.text('shared.copied') : copyLabel}
        </button>
      </div>
      <output class={copying === 'failed' ? 'field-error' : 'visually-hidden'}>
        {copying === 'copied' && t.text('shared.copied')}
        {copying === 'failed' && t.text('shared.copyFailed', { keys: copyKeys() })}
      </output>
    </div>
  )
}

const copyKeys = (): string => (/mac|iphone|ipad/i.test(navigator.platform) ? '⌘C' : 'Ctrl+C')
