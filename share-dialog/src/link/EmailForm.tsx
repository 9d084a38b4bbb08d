import { useState } from 'preact/hooks'
import type { ApiResult } from '../api/failure.ts'
import { describeFailure } from '../i18n/describe-failure.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'

export interface EmailFormProps {
  t: DialogTranslator
  onSend(fields: { to: string[]; message?: string }): Promise<ApiResult<unknown>>
}

type Sending = { state: 'idle' | 'invalid' | 'sending' | 'sent' } | { state: 'failed'; why: string }

/** To whom the server sends the link, and words above it. */
export function EmailForm({ t, onSend }: EmailFormProps) {
  const [to, setTo] = useState('')
  const [message, setMessage] = useState('')
  const [sending, setSending] = useState<Sending>({ state: 'idle' })
  const submit = async (event: Event) => {
    event.preventDefault()
    const addresses = to.split(/[\s,;]+/).filter((one) => one !== '')
    if (
      addresses.length === 0 ||
      addresses.length > 10 ||
      !addresses.every((one) => /^[^@]+@[^@]+$/.test(one))
    )
      return setSending({ state: 'invalid' })
    setSending({ state: 'sending' })
    const result = await onSend({ to: addresses, ...(message.trim() && { message: message.trim() }) })
    setSending(
      result.ok ? { state: 'sent' } : { state: 'failed', why: describeFailure(result.failure, t).join(' ') },
    )
  }
  return (
    <form class="panel-form" noValidate onSubmit={(event) => void submit(event)}>
      <div class="field">
        <label class="label" for="email-to">
          {t.text('email.to')}
        </label>
        <input
          id="email-to"
          class="input"
          type="text"
          inputMode="email"
          autocomplete="off"
          dir="ltr"
          value={to}
          aria-invalid={sending.state === 'invalid'}
          aria-describedby="email-hint"
          onInput={(event) => setTo(event.currentTarget.value)}
        />
        <p
          id="email-hint"
          class={sending.state === 'invalid' ? 'field-error' : 'hint'}
          role={sending.state === 'invalid' ? 'alert' : undefined}
        >
          {t.text('email.hint')}
        </p>
      </div>
      <label class="field">
        <span class="label">{t.text('email.message')}</span>
        <textarea
          class="input"
          rows={2}
          maxLength={2000}
          value={message}
          onInput={(event) => setMessage(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button button-primary" disabled={sending.state === 'sending'}>
        {sending.state === 'sending' ? t.text('email.sending') : t.text('email.send')}
      </button>
      <output>{sending.state === 'sent' && t.text('email.sent')}</output>
      {sending.state === 'failed' && (
        <p class="field-error" role="alert">
          {sending.why}
        </p>
      )}
    </form>
  )
}
