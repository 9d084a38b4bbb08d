import { expect, it } from 'vitest'
import { formatTimeLeft } from './time-left.ts'

const now = new Date('2026-11-23T12:00:00Z')

it.each([
  [7 * 86_400 - 5, 'in 7 days'],
  [47 * 3600, 'in 47 hours'],
  [90 * 60, 'in 90 minutes'],
  [20, 'in 1 minute'],
  [-20, 'in 1 minute'],
])('%d seconds are told as «%s»', (seconds, words) => {
  expect(formatTimeLeft(new Date(now.getTime() + seconds * 1000), now, 'en')).toBe(words)
})
