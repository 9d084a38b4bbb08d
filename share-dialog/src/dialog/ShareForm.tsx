import type { ConfigResponse, Policy } from '@studylink/backend/contract'
import { useRef, useState } from 'preact/hooks'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { listFaults, type DraftFault, type ShareDraft } from '../rules/draft.ts'
import { EndChoice } from '../rules/EndChoice.tsx'
import { focusFirstFault } from '../rules/focus-first-fault.ts'
import { MoreRules } from '../rules/MoreRules.tsx'
import { PinChoice } from '../rules/PinChoice.tsx'

export interface ShareFormProps {
  policy: Policy
  viewers: ConfigResponse['viewers']
  draft: ShareDraft
  /** `none` while the form can be edited. */
  progress: 'none' | 'creating' | 'slow'
  now(): Date
  t: DialogTranslator
  onEdit(change: Partial<ShareDraft>): void
  onCreate(): void
}

/** The rules of the link. Its defaults are a good link: one click makes it. */
export function ShareForm({ policy, viewers, draft, progress, now, t, onEdit, onCreate }: ShareFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const more = useRef<HTMLDetailsElement>(null)
  const [faults, setFaults] = useState<DraftFault[]>([])
  const busy = progress !== 'none'
  const edit = (change: Partial<ShareDraft>) => {
    setFaults(faults.filter((fault) => !(fault in change)))
    onEdit(change)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (busy) return
    const found = listFaults(draft, policy, now())
    setFaults(found)
    if (found.length === 0) return onCreate()
    if (
      more.current &&
      found.some((fault) => fault === 'maxOpens' || (fault === 'pin' && policy.pin !== 'required'))
    )
      more.current.open = true
    focusFirstFault(found, form.current)
  }
  return (
    <form class="step" ref={form} onSubmit={submit} noValidate aria-busy={busy}>
      <EndChoice
        policy={policy}
        end={draft.end}
        now={now()}
        dayMissing={faults.includes('end')}
        disabled={busy}
        t={t}
        onChange={(end) => edit({ end })}
      />
      {policy.pin === 'required' && (
        <PinChoice
          policy={policy}
          pin={draft.pin}
          faulty={faults.includes('pin')}
          disabled={busy}
          t={t}
          onChange={(pin) => edit({ pin })}
        />
      )}
      <details class="more" ref={more}>
        <summary>{t.text('form.more')}</summary>
        <div class="more-fields">
          <MoreRules
            policy={policy}
            viewers={viewers}
            draft={draft}
            faults={faults}
            withoutPin={policy.pin === 'required'}
            disabled={busy}
            t={t}
            onEdit={edit}
          />
        </div>
      </details>
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
