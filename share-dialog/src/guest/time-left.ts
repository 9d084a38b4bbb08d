const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How far away an instant is, in the unit people would use: «in 7 days», «in 3 hours», «in 20 minutes». */
export const formatTimeLeft = (instant: Date, now: Date, locale: string): string => {
  const seconds = Math.max(0, (instant.getTime() - now.getTime()) / 1000)
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  if (seconds >= 2 * DAY) return relative.format(Math.round(seconds / DAY), 'day')
  if (seconds >= 2 * HOUR) return relative.format(Math.round(seconds / HOUR), 'hour')
  return relative.format(Math.max(1, Math.round(seconds / MINUTE)), 'minute')
}
