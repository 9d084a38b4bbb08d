import type { Policy } from '@studylink/backend/contract'
import { formatInstant, formatPeriod } from '../i18n/formats.ts'
import type { DialogTranslator } from './dialog-translator.ts'
import { dayRange, endInstant, listPeriods, noonOfDay, type ShareEnd } from './share-end.ts'
import { useFocusOnMount } from './use-focus-on-mount.ts'

export interface EndChoiceProps {
  policy: Policy
  end: ShareEnd
  now: Date
  /** The person went on without choosing a day that is possible. */
  dayMissing: boolean
  disabled: boolean
  t: DialogTranslator
  onChange(end: ShareEnd): void
}

/** How long the link works: one of the hospital's periods or a day, always also as a date and time. */
export function EndChoice({ policy, end, now, dayMissing, disabled, t, onChange }: EndChoiceProps) {
  const chosen = useFocusOnMount<HTMLInputElement>()
  const range = dayRange(policy, now)
  const instant = endInstant(end, policy, now)
  return (
    <fieldset class="field" disabled={disabled}>
      <legend class="label">{t.text('form.ends')}</legend>
      <div class="pills">
        {listPeriods(policy).map((seconds) => {
          const checked = end.kind === 'period' && end.seconds === seconds
          return (
            <label class="pill" key={seconds}>
              <input
                type="radio"
                name="end"
                checked={checked}
                {...(checked && { ref: chosen })}
                onChange={() => onChange({ kind: 'period', seconds })}
              />
              <span>{formatPeriod(seconds, t.locale)}</span>
            </label>
          )
        })}
        {range && (
          <label class="pill">
            <input
              type="radio"
              name="end"
              checked={end.kind === 'day'}
              onChange={() => onChange({ kind: 'day', day: '' })}
            />
            <span>{t.text('form.otherDate')}</span>
          </label>
        )}
      </div>
      {end.kind === 'day' && range && (
        <label class="day">
          <span class="label">{t.text('form.lastDay')}</span>
          <input
            type="date"
            class="input"
            min={range.first}
            max={range.last}
            value={end.day}
            aria-invalid={dayMissing}
            aria-describedby="end-hint"
            onInput={(event) => onChange({ kind: 'day', day: event.currentTarget.value })}
          />
        </label>
      )}
      <p id="end-hint" class={dayMissing ? 'field-error' : 'end'} role={dayMissing ? 'alert' : undefined}>
        {instant
          ? t.text('form.endsAt', { instant: formatInstant(instant, t.locale) })
          : range &&
            t.text('form.dateRequired', {
              first: formatDay(range.first, t.locale),
              last: formatDay(range.last, t.locale),
            })}
      </p>
    </fieldset>
  )
}

const formatDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', calendar: 'gregory' }).format(noonOfDay(day))
