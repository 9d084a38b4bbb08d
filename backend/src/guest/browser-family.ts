import { getParser } from 'bowser'

/** `Firefox`, `Chrome`, `Safari` …: enough for the history, too little to follow anybody. */
export const browserFamily = (userAgent: string | undefined): string | null =>
  userAgent ? getParser(userAgent).getBrowserName() || null : null
