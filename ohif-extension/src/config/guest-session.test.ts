import { beforeEach, describe, expect, it, test } from 'vitest'
import { forgetGuestSession, resolveGuestSession } from './guest-session.ts'

const kept = () => Object.fromEntries(Object.entries(sessionStorage))
const KEY = 'studylink.guest:1.2,1.3'

/** A tab that opens or reloads `url`. */
const openTab = (url: string) => {
  const { pathname, search, hash } = new URL(url, 'https://hospital.example')
  const replaced: string[] = []
  const session = resolveGuestSession({
    location: { pathname, search, hash },
    history: { state: { idx: 1 }, replaceState: (_state, _title, to) => replaced.push(String(to)) },
    sessionStorage,
  })
  return { session, replaced }
}

beforeEach(() => sessionStorage.clear())

describe("a guest's tab", () => {
  it.each([
    '/ohif/viewer?StudyInstanceUIDs=1.3,1.2#token=slv_a',
    '/ohif/viewer?StudyInstanceUIDs=1.3&StudyInstanceUIDs=1.2#token=slv_a',
    '/ohif/viewer?studyinstanceuids=1.2,1.3&token=slv_a',
    '/ohif/segmentation?StudyInstanceUIDs=1.2,1.3#x=y&TOKEN=slv_a',
  ])('is known by the token in %s, kept under its studies', (url) => {
    expect(openTab(url).session).toEqual({
      resourceToken: 'slv_a',
      studyKey: '1.2,1.3',
      studyInstanceUID: '1.2',
    })
    expect(kept()).toEqual({ [KEY]: 'slv_a' })
  })

  it('goes on after a reload: the token is back in the fragment, not in the query', () => {
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a%2Bb')
    const { session, replaced } = openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3')
    expect(session?.resourceToken).toBe('slv_a+b')
    expect(replaced).toEqual(['/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a%2Bb'])
  })

  it('takes the newer link of the same studies', () => {
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_old')
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_new')
    expect(openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3').session?.resourceToken).toBe('slv_new')
  })

  it('knows nothing about other studies', () => {
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a')
    expect(openTab('/ohif/viewer?StudyInstanceUIDs=9.9').session).toBeUndefined()
  })

  it('survives a look at the study list', () => {
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a')
    expect(openTab('/ohif/').session).toBeUndefined()
    expect(openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3').session?.resourceToken).toBe('slv_a')
  })

  it('forgets a session that has ended, and no other', () => {
    openTab('/ohif/viewer?StudyInstanceUIDs=9.9#token=slv_b')
    const { session } = openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a')
    if (session) forgetGuestSession(sessionStorage, session)
    expect(kept()).toEqual({ 'studylink.guest:9.9': 'slv_b' })
  })
})

test('what cannot be a token makes no guest', () => {
  const { session } = openTab('/ohif/viewer?StudyInstanceUIDs=1.2#token=evil%0d%0aX:1')
  expect(session).toBeUndefined()
  expect(kept()).toEqual({})
})

describe("a clinician's tab", () => {
  it('is no guest', () => {
    sessionStorage.setItem('oidc.user:https://idp:studylink', '{}')
    expect(openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3').session).toBeUndefined()
    expect(kept()).toEqual({ 'oidc.user:https://idp:studylink': '{}' })
  })

  it('shows a link that is opened in it, and keeps the sign-in', () => {
    sessionStorage.setItem('oidc.user:https://idp:studylink', '{}')
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a')
    expect(openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3').session?.resourceToken).toBe('slv_a')
    expect(sessionStorage.getItem('oidc.user:https://idp:studylink')).toBe('{}')
  })

  it.each([
    ['the return from signing in', '/ohif/callback?code=c&state=s', []],
    ['going on to work while signed in', '/ohif/', ['oidc.user:https://idp:studylink']],
  ])('ends what was opened before by %s', (_, url, signedIn) => {
    openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3#token=slv_a')
    for (const key of signedIn) sessionStorage.setItem(key, '{}')
    openTab(url)
    expect(openTab('/ohif/viewer?StudyInstanceUIDs=1.2,1.3').session).toBeUndefined()
  })
})
