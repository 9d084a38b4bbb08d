/** Dates and periods for people, by `Intl`. Always the Gregorian calendar: hospital records use it. */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** An instant as the reader's clock shows it: «Monday, 30 November 2026 at 18:00». */
export const formatInstant = (instant: Date, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    calendar: 'gregory',
    timeZone,
  }).format(instant)

/** A period in its largest whole unit, up to days: 3600 → «1 hour», 604800 → «7 days», 5400 → «90 minutes». */
export const formatPeriod = (seconds: number, locale: string): string => {
  const [count, unit] = largestWholeUnit(seconds)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

const largestWholeUnit = (seconds: number): [count: number, unit: 'day' | 'hour' | 'minute' | 'second'] => {
  if (seconds % DAY === 0) return [seconds / DAY, 'day']
  if (seconds % HOUR === 0) return [seconds / HOUR, 'hour']
  if (seconds % MINUTE === 0) return [seconds / MINUTE, 'minute']
  return [seconds, 'second']
}
