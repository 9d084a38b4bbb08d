import { studyKeyOf, tokenOf } from './viewer-url.ts'

export interface GuestSession {
  resourceToken: string
  studyKey: string
  /** One of the studies that the URL names. */
  studyInstanceUID: string
}

/** The parts of a browser's tab that decide. */
export interface Tab {
  location: Pick<Location, 'pathname' | 'search' | 'hash'>
  history: Pick<History, 'state' | 'replaceState'>
  /** Of this tab alone: what is kept here is gone when the tab closes, and no other tab sees it. */
  sessionStorage: Storage
}

const PREFIX = 'studylink.guest:'

/**
 * Is this tab a guest's? A token in the URL says so, and is kept under the study's key. Without one (OHIF takes it
 * out of the URL) the kept one is put back into the fragment, so that a reload goes on. A clinician who signs in,
 * or goes on working in a tab where a link was opened before, is no guest: what was kept is forgotten.
 */
export const resolveGuestSession = ({ location, history, sessionStorage }: Tab): GuestSession | undefined => {
  const studyKey = studyKeyOf(location.search)
  const given = tokenOf(location)
  if (studyKey !== undefined) {
    const studyInstanceUID = studyKey.split(',')[0] ?? studyKey
    if (given !== undefined) {
      sessionStorage.setItem(PREFIX + studyKey, given)
      return { resourceToken: given, studyKey, studyInstanceUID }
    }
    const kept = sessionStorage.getItem(PREFIX + studyKey)
    if (kept !== null) {
      const url = `${location.pathname}${location.search}#token=${encodeURIComponent(kept)}`
      history.replaceState(history.state, '', url)
      return { resourceToken: kept, studyKey, studyInstanceUID }
    }
  }
  if (isSigningIn(location.search) || isSignedIn(sessionStorage)) forgetGuestSessions(sessionStorage)
  return undefined
}

/** The return from the identity provider (RFC 6749 §4.1.2). */
const isSigningIn = (search: string): boolean => {
  const query = new URLSearchParams(search)
  return query.has('code') && query.has('state')
}

/** oidc-client-ts keeps the user of this tab under `oidc.user:<authority>:<client>`. */
const isSignedIn = (storage: Storage): boolean => keysOf(storage).some((key) => key.startsWith('oidc.user:'))

/** The server no longer knows this session. */
export const forgetGuestSession = (storage: Storage, { studyKey }: GuestSession): void =>
  storage.removeItem(PREFIX + studyKey)

const forgetGuestSessions = (storage: Storage): void => {
  for (const key of keysOf(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key)
}

const keysOf = (storage: Storage): string[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
