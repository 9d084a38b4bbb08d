import { createShareApi, type ApiFailure } from '@studylink/share-dialog'
import browser from 'webextension-polyfill'
import { ask } from '../messages.ts'
import { matchPattern } from '../settings/service-address.ts'
import { allowedOrigins, readSettings } from '../settings/settings.ts'
import { takeTarget } from '../target.ts'
import { recogniseStudies } from '../viewers/index.ts'
import { resolveTraces } from './in-page.ts'
import type { PopupState } from './popup-state.ts'

export interface Subject {
  address: string | undefined
  /** Absent: a link, of which there is no page. */
  tabId?: number | undefined
}

/** What the popup was opened for: a link, a tab, or the tab in front. */
export const findSubject = async (): Promise<Subject> => {
  const target = await takeTarget()
  if (target && 'address' in target) return target
  const tab = target
    ? await browser.tabs.get(target.tabId)
    : (await browser.tabs.query({ active: true, currentWindow: true }))[0]
  return { address: tab?.url, tabId: tab?.id }
}

/** From the subject to the studies in it, as the archive knows them; or to the screen that says what is missing. */
export const findStudies = async ({ address, tabId }: Subject): Promise<PopupState> => {
  const settings = await readSettings(browser.storage)
  const { shareRoot } = settings
  if (shareRoot === undefined) return { state: 'set-up' }
  const { origin, host } = new URL(shareRoot)
  if (address === undefined || !/^https?:/.test(address)) return { state: 'no-study' }
  const site = new URL(address).origin
  if (!allowedOrigins(settings).includes(site)) return { state: 'site-not-allowed', origin: site }
  const traces = recogniseStudies(address)
  if (traces.length === 0) return { state: 'no-study' }

  const explain = async (failure: ApiFailure): Promise<PopupState> => {
    if (failure.kind === 'problem' && failure.code === 'not-signed-in') return { state: 'signed-out' }
    const isBlocked =
      failure.kind === 'network' && !(await browser.permissions.contains({ origins: [matchPattern(origin)] }))
    return isBlocked ? { state: 'no-permission', origin } : { state: 'failed', failure, shareRoot }
  }
  const [token, references] = await Promise.all([ask('get-token'), resolveTraces(traces, tabId)])
  if (token.kind === 'failed') return explain(token.failure)
  if (token.kind === 'unknown-extension')
    return { state: 'unknown-extension', redirectUri: browser.identity.getRedirectURL() }
  if (token.kind === 'signed-out') return { state: 'signed-out' }
  if (references.length === 0) return { state: 'no-study' }

  const api = createShareApi({ shareRoot, getAccessToken: async () => token.accessToken })
  const heads = await api.lookupStudies({ studies: references.slice(0, MAX_STUDIES_PER_LOOKUP) })
  if (!heads.ok) return explain(heads.failure)
  // Two references may be one study: a UID and the Orthanc ID of the same.
  const found = new Map(heads.value.studies.map((head) => [head.studyInstanceUID, head]))
  const studies = [...found.values()]
  if (studies.length === 0) return { state: 'not-in-archive', count: references.length, host }
  const missing = references.length - studies.length
  return missing > 0
    ? { state: 'some-missing', missing, studies, shareRoot }
    : { state: 'ready', studies, shareRoot }
}

/** The contract's, repeated because the contract's code would bring its schemas along. */
const MAX_STUDIES_PER_LOOKUP = 200
