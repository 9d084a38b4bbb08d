import type { ConfigResponse, Share } from '@studylink/backend/contract'
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { describeFailure } from '../i18n/describe-failure.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { draftOf, listFaults, toChanges, type DraftFault, type ShareDraft } from '../rules/draft.ts'
import { EndChoice } from '../rules/EndChoice.tsx'
import { focusFirstFault } from '../rules/focus-first-fault.ts'
import { MoreRules } from '../rules/MoreRules.tsx'
import type { SharesStore } from './shares-store.ts'

export interface ChangeRulesProps {
  share: Share
  config: ConfigResponse
  store: SharesStore
  s: SharesTranslator
  t: DialogTranslator
  now(): Date
  /** How a PIN that was just set is shown, this once, with its link. */
  linkWithPin(pin: string): ComponentChildren
}

type Saving =
  | { state: 'idle' | 'saving' }
  | { state: 'saved'; pin: string | null; words: string }
  | { state: 'failed'; why: string }

/** All rules of a link, as they are, to be changed. */
export function ChangeRules({ share, config, store, s, t, now, linkWithPin }: ChangeRulesProps) {
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState<ShareDraft>(() => draftOf(share))
  const [faults, setFaults] = useState<DraftFault[]>([])
  const [saving, setSaving] = useState<Saving>({ state: 'idle' })
  const { policy, viewers } = config
  const edit = (change: Partial<ShareDraft>) => {
    setFaults(faults.filter((fault) => !(fault in change)))
    setSaving({ state: 'idle' })
    setDraft({ ...draft, ...change })
  }
  const save = async (event: Event) => {
    event.preventDefault()
    const found = listFaults(draft, policy, now())
    setFaults(found)
    if (found.length > 0) return focusFirstFault(found, form.current)
    const changes = toChanges(draft, share)
    setSaving({ state: 'saving' })
    const result =
      Object.keys(changes).length === 0
        ? { ok: true as const, value: share }
        : await store.change(share, changes)
    if (!result.ok) return setSaving({ state: 'failed', why: describeFailure(result.failure, t).join(' ') })
    setDraft(draftOf(result.value))
    setSaving({ state: 'saved', pin: changes.pin ?? null, words: s.text('change.saved') })
  }
  const unlock = async () => {
    setSaving({ state: 'saving' })
    const result = await store.unlock(share)
    setSaving(
      result.ok
        ? {
            state: 'saved',
            pin: null,
            words: s.text('change.unlocked', { count: String(result.value.remainingPinTries ?? '') }),
          }
        : { state: 'failed', why: describeFailure(result.failure, t).join(' ') },
    )
  }
  const busy = saving.state === 'saving'
  return (
    <form class="step" ref={form} noValidate onSubmit={(event) => void save(event)}>
      {share.state === 'locked' && (
        <div class="notice notice-warning">
          <p>{t.text('problem.link-locked')}</p>
          <button type="button" class="button" disabled={busy} onClick={() => void unlock()}>
            {s.text('action.unlock')}
          </button>
        </div>
      )}
      <EndChoice
        policy={policy}
        end={draft.end}
        kept={{ kind: 'kept', expiresAt: share.expiresAt }}
        now={now()}
        dayMissing={faults.includes('end')}
        disabled={busy}
        t={t}
        onChange={(end) => edit({ end })}
      />
      <MoreRules
        policy={policy}
        viewers={viewers}
        draft={draft}
        faults={faults}
        hasPin={share.pinKind !== null}
        disabled={busy}
        t={t}
        onEdit={edit}
      />
      {saving.state === 'saved' && saving.pin !== null && linkWithPin(saving.pin)}
      <div class="actions">
        <button type="submit" class="button button-primary" disabled={busy}>
          {busy ? s.text('change.saving') : s.text('change.save')}
        </button>
        <output>{saving.state === 'saved' && saving.words}</output>
        {saving.state === 'failed' && (
          <p class="field-error" role="alert">
            {saving.why}
          </p>
        )}
      </div>
    </form>
  )
}
