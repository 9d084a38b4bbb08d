import type { Clock } from '../kernel/clock.ts'
import { refuse } from '../kernel/result.ts'
import type { LegacySettings } from '../config/legacy-settings.ts'
import { withLegacyTokens } from '../plugin/index.ts'
import { DOWNLOAD_TOKEN_PREFIX, VIEW_TOKEN_PREFIX, type ResourceTokens } from '../tokens/grant.ts'
import type { Finding } from './finding.ts'

/** Nothing here is one of our own tokens: whatever is asked is left to the legacy keys. */
const noneOfOurs: ResourceTokens = { verify: async () => refuse({ reason: 'not-a-resource-token' }) }

/** A token of the Python service wherever in a link it stands: in the query, the fragment, a path. */
const LEGACY_TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/
const OUR_LINK = new RegExp(String.raw`/s#|\b(?:${VIEW_TOKEN_PREFIX}|${DOWNLOAD_TOKEN_PREFIX})`)

const decoded = (link: string): string => {
  try {
    return decodeURIComponent(link)
  } catch {
    return link
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

/**
 * Tells what a link of the Python service opens, until when, and whether it is taken with these keys. Never tells the
 * token.
 *
 * @param place of the link among those that were given, from 1
 */
export const checkLink = async (
  link: string,
  place: number,
  legacy: LegacySettings | undefined,
  clock: Clock,
): Promise<Finding> => {
  const subject = `link ${place}`
  const refused = (text: string): Finding => ({ verdict: 'to do', subject, text: `is refused: ${text}` })
  const [token] = LEGACY_TOKEN.exec(decoded(link)) ?? []
  if (token === undefined) {
    return OUR_LINK.test(link)
      ? { verdict: 'stays', subject, text: 'is one of the new service, not the Python service’s' }
      : refused('there is no token of the Python service in it')
  }
  if (!legacy) return refused('LEGACY_SECRET_KEYS is not set')
  const at = (now: Clock) => withLegacyTokens(noneOfOurs, { ...legacy, clock: now }).verify(token)
  // As it was at the beginning of time: what it opens is told also of a link that has ended.
  const opened = await at(() => 0)
  if (!opened.ok) return refused(reasonOf(opened.refusal.reason))
  const { studies, endsAtMs, kind, viewer } = opened.value
  const what = kind === 'instant' ? 'an instant link' : `a publication for ${viewer ?? 'a viewer'}`
  const named = studies.map((one) => one.studyInstanceUID || one.orthancId).join(', ')
  const open = `${what} of ${studies.length === 1 ? 'the study' : `${studies.length} studies`} ${named}`
  const now = await at(clock)
  if (!now.ok) return refused(`${open}; it ended on ${dayOf(endsAtMs)}`)
  const end =
    endsAtMs === Number.MAX_SAFE_INTEGER
      ? 'it has no end: LEGACY_ACCEPT_UNTIL would give it one'
      : `until ${dayOf(endsAtMs)}`
  return { verdict: 'stays', subject, text: `is taken: ${open}; ${end}` }
}

const reasonOf = (reason: string): string => {
  switch (reason) {
    case 'revoked':
      return 'its digest is in LEGACY_DENYLIST'
    case 'not-a-resource-token':
      return 'it was not signed with one of these keys, or its text is not whole'
    default:
      return 'it names no study, or a type or an end that the Python service did not make'
  }
}
