import type { ConfigResponse, Notify, Policy } from '@studylink/backend/contract'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { MAX_OPENS, type DraftFault, type ShareDraft } from './draft.ts'
import { PinChoice } from './PinChoice.tsx'

export interface MoreRulesProps {
  policy: Policy
  viewers: ConfigResponse['viewers']
  draft: ShareDraft
  faults: readonly DraftFault[]
  /** Has the share a PIN already? */
  hasPin?: boolean
  /** The PIN is asked for elsewhere. */
  withoutPin?: boolean
  disabled: boolean
  t: DialogTranslator
  onEdit(change: Partial<ShareDraft>): void
}

const notifyChoices: readonly Notify[] = ['never', 'first', 'every']

/** The rules of a link that most links do without. */
export function MoreRules(props: MoreRulesProps) {
  const { policy, viewers, draft, faults, hasPin = false, withoutPin, disabled, t, onEdit } = props
  const opensFaulty = faults.includes('maxOpens')
  const count = new Intl.NumberFormat(t.locale).format(policy.maxOpens.max ?? MAX_OPENS)
  return (
    <>
      {!withoutPin && (
        <PinChoice
          policy={policy}
          pin={draft.pin}
          keepable={hasPin}
          faulty={faults.includes('pin')}
          disabled={disabled}
          t={t}
          onChange={(pin) => onEdit({ pin })}
        />
      )}
      {policy.download.allowed && (
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              checked={draft.allowDownload}
              disabled={disabled}
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
      <div class="field">
        <label class="label" for="max-opens">
          {t.text('form.maxOpens')}
        </label>
        <input
          id="max-opens"
          class="input short"
          type="number"
          inputMode="numeric"
          min={1}
          max={policy.maxOpens.max ?? MAX_OPENS}
          value={draft.maxOpens}
          disabled={disabled}
          aria-invalid={opensFaulty}
          aria-describedby="max-opens-hint"
          onInput={(event) => onEdit({ maxOpens: event.currentTarget.value })}
        />
        <p
          id="max-opens-hint"
          class={opensFaulty ? 'field-error' : 'hint'}
          role={opensFaulty ? 'alert' : undefined}
        >
          {policy.maxOpens.max === null && !opensFaulty
            ? t.text('form.maxOpensHint')
            : t.text('form.maxOpensRange', { count })}
        </p>
      </div>
      {viewers.length > 1 && (
        <label class="field">
          <span class="label">{t.text('form.viewer')}</span>
          <select
            class="input"
            disabled={disabled}
            value={draft.viewer ?? ''}
            onChange={(event) => onEdit({ viewer: event.currentTarget.value || null })}
          >
            <option value="">{t.text('form.viewerByDevice')}</option>
            {viewers.map(({ key, name }) => (
              <option value={key} key={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="field">
        <label class="label" for="recipient">
          {t.text('form.recipient')}
        </label>
        <input
          id="recipient"
          class="input"
          value={draft.recipient}
          maxLength={200}
          disabled={disabled}
          autocomplete="off"
          aria-describedby="recipient-hint"
          onInput={(event) => onEdit({ recipient: event.currentTarget.value })}
        />
        <p id="recipient-hint" class="hint">
          {t.text('form.recipientHint')}
        </p>
      </div>
      <div class="field">
        <label class="label" for="note">
          {t.text('form.note')}
        </label>
        <textarea
          id="note"
          class="input"
          rows={3}
          value={draft.note}
          maxLength={2000}
          disabled={disabled}
          aria-describedby="note-hint"
          onInput={(event) => onEdit({ note: event.currentTarget.value })}
        />
        <p id="note-hint" class="hint">
          {t.text('form.noteHint')}
        </p>
      </div>
      {policy.notify && (
        <label class="field">
          <span class="label">{t.text('form.notify')}</span>
          <select
            class="input"
            disabled={disabled}
            value={draft.notify}
            onChange={(event) =>
              onEdit({ notify: event.currentTarget.value as Notify, notifyLanguage: t.language })
            }
          >
            {notifyChoices.map((choice) => (
              <option value={choice} key={choice}>
                {t.text(`form.notify.${choice}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  )
}
