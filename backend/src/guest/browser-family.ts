import { BROWSER_MAP, getParser } from 'bowser'

const FAMILIES: ReadonlySet<string> = new Set(Object.values(BROWSER_MAP))
/** No browser says more; the pattern matching behind is not for longer ones. */
const MAX_USER_AGENT_CHARACTERS = 512

/** `Firefox`, `Chrome`, `Safari` …: enough for the history, too little to follow anybody. */
export const browserFamily = (userAgent: string | undefined): string | null => {
  if (!userAgent) return null
  // For an unknown browser the parser gives back what the client wrote, which the history must not keep.
  const family = getParser(userAgent.slice(0, MAX_USER_AGENT_CHARACTERS)).getBrowserName()
  return FAMILIES.has(family) ? family : null
}
