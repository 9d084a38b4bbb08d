import type { Policy } from '@studylink/backend/contract'
import { useFocusOnMount } from '../design/use-focus-on-mount.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { formatInstant, formatPeriod } from '../i18n/formats.ts'
import { dayRange, endInstant, listPeriods, noonOfDay, type ShareEnd } from './share-end.ts'

export interface EndChoiceProps {
  policy: Policy
  end: ShareEnd
  /** The end that the share has already, when it is changed. */
  kept?: ShareEnd & { kind: 'kept' }
  now: Date
  /** The person went on without choosing a day that is possible. */
  dayMissing: boolean
  disabled: boolean
  t: DialogTranslator
  onChange(end: ShareEnd): void
}

/** How long the link works: one of the hospital's periods, a day, or for ever; always also as a date and time. */
export function EndChoice({ policy, end, kept, now, dayMissing, disabled, t, onChange }: EndChoiceProps) {
  const chosen = useFocusOnMount<HTMLInputElement>()
  const range = dayRange(policy, now)
  const choices: { key: string; name: string; end: ShareEnd }[] = [
    ...(kept ? [{ key: 'kept', name: t.text('form.unchanged'), end: kept }] : []),
    ...listPeriods(policy).map((seconds) => ({
      key: String(seconds),
      name: formatPeriod(seconds, t.locale),
      end: { kind: 'period' as const, seconds },
    })),
    ...(range
      ? [{ key: 'day', name: t.text('form.otherDate'), end: { kind: 'day' as const, day: '' } }]
      : []),
    ...(policy.neverEnding
      ? [{ key: 'never', name: t.text('form.never'), end: { kind: 'never' as const } }]
      : []),
  ]
  return (
    <fieldset class="field" disabled={disabled}>
      <legend class="label">{t.text('form.ends')}</legend>
      <div class="pills">
        {choices.map((choice) => {
          const checked = keyOf(end) === choice.key
          return (
            <label class="pill" key={choice.key}>
              <input
                type="radio"
                name="end"
                checked={checked}
                {...(checked && { ref: chosen })}
                onChange={() => onChange(choice.end)}
              />
              <span>{choice.name}</span>
            </label>
          )
        })}
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
        {describeEnd(endInstant(end, policy, now), t) ??
          (range &&
            t.text('form.dateRequired', {
              first: formatDay(range.first, t.locale),
              last: formatDay(range.last, t.locale),
            }))}
      </p>
    </fieldset>
  )
}

const keyOf = (end: ShareEnd): string => (end.kind === 'period' ? String(end.seconds) : end.kind)

const describeEnd = (instant: Date | null | undefined, t: DialogTranslator): string | undefined => {
  if (instant === undefined) return undefined
  return instant === null
    ? t.text('form.noEnd')
    : t.text('form.endsAt', { instant: formatInstant(instant, t.locale) })
}

const formatDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', calendar: 'gregory' }).format(noonOfDay(day))
