import type { CreateShareRequest, Policy } from '@studylink/backend/contract'

/** When a link ends, as the clinician chooses it. */
export type ShareEnd =
  | { kind: 'period'; seconds: number }
  /** The end of a day of the clinician's calendar, `2026-11-30`; empty while none is chosen. */
  | { kind: 'day'; day: string }
  | { kind: 'never' }
  /** As a share that exists already has it. */
  | { kind: 'kept'; expiresAt: string | null }

export interface DayRange {
  first: string
  last: string
}

/** The policy's periods, shortest first, the default among them, none beyond the maximum. */
export const listPeriods = (policy: Policy): number[] =>
  [...new Set([...policy.expiryChoicesSeconds, policy.defaultExpirySeconds])]
    .filter((seconds) => seconds <= policy.maxExpirySeconds)
    .toSorted((one, other) => one - other)

/** The days whose end lies ahead and within the policy; `undefined` when there is none. */
export const dayRange = (policy: Policy, now: Date): DayRange | undefined => {
  const latest = new Date(now.getTime() + policy.maxExpirySeconds * 1000)
  const first = dayWhoseEnd(now, (end) => end > now, 1)
  const last = dayWhoseEnd(latest, (end) => end <= latest, -1)
  return first <= last ? { first, last } : undefined
}

const dayWhoseEnd = (start: Date, fits: (end: Date) => boolean, step: 1 | -1): string => {
  const day = formatDay(start)
  if (fits(endOfDay(day))) return day
  return formatDay(new Date(start.getFullYear(), start.getMonth(), start.getDate() + step))
}

/** The instant at which the link ends, null for never; `undefined` while no day within the range is chosen. */
export const endInstant = (end: ShareEnd, policy: Policy, now: Date): Date | null | undefined => {
  if (end.kind === 'never') return policy.neverEnding ? null : undefined
  if (end.kind === 'kept') return end.expiresAt === null ? null : new Date(end.expiresAt)
  if (end.kind === 'period') return new Date(now.getTime() + end.seconds * 1000)
  const range = dayRange(policy, now)
  if (!range || !isDay(end.day) || end.day < range.first || end.day > range.last) return undefined
  return endOfDay(end.day)
}

/** The end as the request says it: a period counts from the server's clock, a day is an instant of ours. */
export const toRequestedEnd = (end: ShareEnd): Pick<CreateShareRequest, 'expiresInSeconds' | 'expiresAt'> => {
  switch (end.kind) {
    case 'period':
      return { expiresInSeconds: end.seconds }
    case 'day':
      return { expiresAt: endOfDay(end.day).toISOString() }
    case 'never':
      return { expiresAt: null }
    case 'kept':
      return {}
  }
}

/** Noon of a day: safe to format as a date in any calendar, summer time or not. */
export const noonOfDay = (day: string): Date => localTime(day, 12, 0)

const endOfDay = (day: string): Date => localTime(day, 23, 59)

const localTime = (day: string, hours: number, minutes: number): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, hours, minutes)
}

const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day)

const formatDay = (date: Date): string =>
  [
    String(date.getFullYear()).padStart(4, '0'),
    String(date.getMonth() + 1).padStart(2, '0'),
    String(date.getDate()).padStart(2, '0'),
  ].join('-')
