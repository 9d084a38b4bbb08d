import type { Policy } from '@studylink/backend/contract'
import { useRef, useState } from 'preact/hooks'
import type { DialogTranslator } from './dialog-translator.ts'
import { EndChoice } from './EndChoice.tsx'
import { endInstant } from './share-end.ts'
import type { ShareDraft } from './share-state.ts'

export interface ShareFormProps {
  policy: Policy
  draft: ShareDraft
  /** `none` while the form can be edited. */
  progress: 'none' | 'creating' | 'slow'
  now(): Date
  t: DialogTranslator
  onEdit(change: Partial<ShareDraft>): void
  onCreate(): void
}

/** The rules of the link. Its defaults are a good link: one click makes it. */
export function ShareForm({ policy, draft, progress, now, t, onEdit, onCreate }: ShareFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [dayMissing, setDayMissing] = useState(false)
  const busy = progress !== 'none'
  const submit = (event: Event) => {
    event.preventDefault()
    if (busy) return
    const missing = endInstant(draft.end, policy, now()) === undefined
    setDayMissing(missing)
    if (missing) form.current?.querySelector<HTMLInputElement>('input[type=date]')?.focus()
    else onCreate()
  }
  return (
    <form class="step" ref={form} onSubmit={submit} noValidate aria-busy={busy}>
      <EndChoice
        policy={policy}
        end={draft.end}
        now={now()}
        dayMissing={dayMissing}
        disabled={busy}
        t={t}
        onChange={(end) => {
          setDayMissing(false)
          onEdit({ end })
        }}
      />
      {policy.download.allowed && (
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              checked={draft.allowDownload}
              disabled={busy}
              aria-describedby="download-hint"
              onChange={(event) => onEdit({ allowDownload: event.currentTarget.checked })}
            />
            <span>{t.text('form.allowDownload')}</span>
          </label>
          <p id="download-hint" class="hint check-hint">
            {t.text('form.allowDownloadHint')}
          </p>
        </div>
      )}
      <div class="actions">
        <button type="submit" class="button button-primary" aria-disabled={busy}>
          {busy && <span class="spinner" aria-hidden="true" />}
          {busy ? t.text('form.creating') : t.text('form.create')}
        </button>
        {progress === 'slow' && <p class="muted">{t.text('dialog.slow')}</p>}
      </div>
    </form>
  )
}
