import { expect, test } from 'vitest'
import { formatInstant, formatPeriod } from './formats.ts'

test.each([
  [3600, 'en', '1 hour'],
  [86_400, 'en', '1 day'],
  [7 * 86_400, 'en', '7 days'],
  [7 * 86_400, 'fr', '7 jours'],
  [90 * 86_400, 'de', '90 Tage'],
  [36 * 3600, 'nl', '36 uur'],
  [5400, 'es', '90 minutos'],
  [45, 'en', '45 seconds'],
])('%d seconds in %s read %s', (seconds, locale, words) => {
  expect(formatPeriod(seconds, locale).replace('\u00a0', ' ')).toBe(words)
})

test('an instant has weekday, date with the month in letters, and time', () => {
  const instant = new Date('2026-11-30T17:00:00Z')
  const words = formatInstant(instant, 'en-GB', 'Europe/Berlin')
  expect(words).toMatch(/^Monday,? 30 November 2026 at 18:00$/)
})
