import { MAX_STUDIES_PER_SHARE, type CreateShareRequest } from '@studylink/backend/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ApiFailure } from '../api/failure.ts'
import type { ShareApi } from '../api/share-api.ts'
import { DAY_SECONDS, makeConfig, makeCreated, makeMe, makeShare, makeStudy } from '../testing/fixtures.ts'
import { makeApi } from '../testing/make-api.ts'
import { createShareStore, MAX_STUDIES, type ShareStoreDeps } from './share-store.ts'

const now = () => new Date('2026-11-23T10:00:00Z')
const refuse = (failure: ApiFailure) => async () => ({ ok: false as const, failure })
const loadStore = async (overrides: Partial<ShareStoreDeps> = {}) => {
  const store = createShareStore({ api: makeApi(), studies: [makeStudy()], now, ...overrides })
  await store.load()
  return store
}
const requestOf = (api: ReturnType<typeof makeApi>): CreateShareRequest | undefined =>
  api.createShare.mock.calls[0]?.[0]
const twoPatients = [
  makeStudy(),
  makeStudy({ studyInstanceUID: '1.2.4', patientId: '8150', patientName: 'Berg^Karl' }),
]

test('the largest number of studies is the contract’s', () => {
  expect(MAX_STUDIES).toBe(MAX_STUDIES_PER_SHARE)
})

describe('loading', () => {
  test('leads to the form with the hospital’s defaults and mints nothing', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    expect(store.state.value).toMatchObject({
      state: 'editing',
      draft: { end: { kind: 'period', seconds: 7 * DAY_SECONDS }, allowDownload: false },
    })
    expect(api.createShare).not.toHaveBeenCalled()
  })

  test('names the patient before the policy has come', async () => {
    const store = createShareStore({
      api: makeApi({ getConfig: () => new Promise(() => {}) }),
      studies: async () => [makeStudy()],
    })
    void store.load()
    await vi.waitFor(() => expect(store.patients.value).toHaveLength(1))
    expect(store.state.value.state).toBe('loading')
  })

  test.each([
    ['no study is open', async () => [], { kind: 'no-study' }],
    [
      'the host cannot read the studies',
      async () => Promise.reject(new Error('401')),
      { kind: 'studies-unreadable' },
    ],
    [
      'there are more studies than a link holds',
      async () => Array.from({ length: MAX_STUDIES + 1 }, () => makeStudy()),
      { kind: 'too-many-studies', limit: MAX_STUDIES },
    ],
  ])('fails when %s', async (_case, studies, failure) => {
    const store = await loadStore({ studies })
    expect(store.state.value).toEqual({ state: 'failed', during: 'load', failure })
  })

  test('fails with the server’s reason and tries again on demand', async () => {
    const api = makeApi()
    api.getConfig.mockResolvedValueOnce({ ok: false, failure: { kind: 'network' } })
    const store = await loadStore({ api })
    expect(store.state.value).toMatchObject({ state: 'failed', failure: { kind: 'network' } })
    await store.retry()
    expect(store.state.value.state).toBe('editing')
  })
})

test('a clinician who may not share is told so before anything is chosen', async () => {
  const getMe = async () => ({ ok: true as const, value: makeMe({ permissions: ['view', 'download'] }) })
  expect((await loadStore({ api: makeApi({ getMe }) })).state.value).toEqual({
    state: 'failed',
    during: 'load',
    failure: { kind: 'problem', code: 'may-not-share' },
  })
})

describe('a clinician who may not download', () => {
  test('is not offered to allow it, and the share says nothing of it', async () => {
    const getMe = async () => ({ ok: true as const, value: makeMe({ permissions: ['view', 'share'] }) })
    const policy = { download: { allowed: true, default: true } }
    const api = makeApi({ getMe, getConfig: async () => ({ ok: true, value: makeConfig(policy) }) })
    const store = await loadStore({ api })
    expect(store.state.value).toMatchObject({ policy: { download: { allowed: false } } })
    await store.create()
    expect(api.createShare.mock.calls[0]?.[0]).not.toHaveProperty('allowDownload')
  })

  test('may, as an administrator, do all things', async () => {
    const getMe = async () => ({ ok: true as const, value: makeMe({ permissions: ['all'] }) })
    expect((await loadStore({ api: makeApi({ getMe }) })).state.value).toMatchObject({
      policy: { download: { allowed: true } },
    })
  })
})

test('tells at once when the sign-in has ended', async () => {
  const store = await loadStore({ api: makeApi({ getMe: refuse({ kind: 'signed-out' }) }) })
  expect(store.state.value).toMatchObject({
    state: 'failed',
    during: 'load',
    failure: { kind: 'signed-out' },
  })
})

test('tells so before the studies, which nobody may read then', async () => {
  const api = makeApi({ getMe: refuse({ kind: 'problem', code: 'not-signed-in' }) })
  const store = await loadStore({ api, studies: async () => Promise.reject(new Error('401')) })
  expect(store.state.value).toMatchObject({ failure: { code: 'not-signed-in' } })
})

describe('studies of more than one patient', () => {
  test('cannot be shared before they are confirmed', async () => {
    const api = makeApi()
    const store = await loadStore({ api, studies: twoPatients })
    expect(store.state.value.state).toBe('confirming')
    await store.create()
    expect(api.createShare).not.toHaveBeenCalled()
  })

  test('go on to the form when confirmed, and need no second confirmation', async () => {
    const store = await loadStore({ studies: twoPatients })
    store.confirmPatients()
    expect(store.state.value.state).toBe('editing')
    await store.load()
    expect(store.state.value.state).toBe('editing')
  })
})

describe('other open studies', () => {
  const samePatient = makeStudy({ studyInstanceUID: '1.2.5' })
  const otherPatient = twoPatients[1]!
  const sharedUids = (api: ReturnType<typeof makeApi>) =>
    api.createShare.mock.calls[0]?.[0].studies.map(
      (study) => 'studyInstanceUID' in study && study.studyInstanceUID,
    )

  test('are not shared unasked', async () => {
    const api = makeApi()
    const store = await loadStore({ api, alsoOpen: [samePatient, otherPatient] })
    await store.create()
    expect(sharedUids(api)).toEqual(['1.2.3'])
  })

  test('are shared when added, and the choices made before stay', async () => {
    const api = makeApi()
    const store = await loadStore({ api, alsoOpen: [samePatient] })
    store.edit({ allowDownload: true })
    store.setAdded('1.2.5', true)
    expect(store.state.value).toMatchObject({ state: 'editing', draft: { allowDownload: true } })
    await store.create()
    expect(sharedUids(api)).toEqual(['1.2.3', '1.2.5'])
  })

  test('of another patient ask for the confirmation, each time anew', async () => {
    const store = await loadStore({ alsoOpen: [otherPatient] })
    store.setAdded('1.2.4', true)
    expect(store.state.value.state).toBe('confirming')
    store.confirmPatients()
    expect(store.state.value.state).toBe('editing')
    store.setAdded('1.2.4', false)
    expect(store.state.value.state).toBe('editing')
    store.setAdded('1.2.4', true)
    expect(store.state.value.state).toBe('confirming')
  })

  test('can be taken out again instead of confirming', async () => {
    const api = makeApi()
    const store = await loadStore({ api, alsoOpen: [otherPatient] })
    store.setAdded('1.2.4', true)
    store.setAdded('1.2.4', false)
    await store.create()
    expect(sharedUids(api)).toEqual(['1.2.3'])
  })
})

describe('creating', () => {
  test('asks for all studies with the defaults', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    await store.create()
    expect(requestOf(api)).toEqual({
      studies: [{ studyInstanceUID: '1.2.3' }],
      expiresInSeconds: 7 * DAY_SECONDS,
      allowDownload: false,
    })
    expect(store.state.value).toMatchObject({ state: 'shared', url: makeCreated().url, passedOn: false })
  })

  test('asks for what was chosen', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    store.edit({ end: { kind: 'day', day: '2026-12-01' }, allowDownload: true })
    await store.create()
    expect(requestOf(api)).toEqual({
      studies: [{ studyInstanceUID: '1.2.3' }],
      expiresAt: new Date(2026, 11, 1, 23, 59).toISOString(),
      allowDownload: true,
    })
  })

  test('does not speak of downloading where the policy has none', async () => {
    const config = makeConfig({ download: { allowed: false, default: true } })
    const api = makeApi({ getConfig: async () => ({ ok: true, value: config }) })
    const store = await loadStore({ api })
    await store.create()
    expect(requestOf(api)).not.toHaveProperty('allowDownload')
  })

  test('happens once, however often it is asked for', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    await Promise.all([store.create(), store.create()])
    await store.create()
    expect(api.createShare).toHaveBeenCalledTimes(1)
  })

  test('waits for a day when a day was to be chosen', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    store.edit({ end: { kind: 'day', day: '' } })
    await store.create()
    expect(api.createShare).not.toHaveBeenCalled()
    expect(store.state.value.state).toBe('editing')
  })

  test('keeps the draft when it fails, and tries again with it', async () => {
    const api = makeApi()
    api.createShare.mockResolvedValueOnce({ ok: false, failure: { kind: 'timeout' } })
    const store = await loadStore({ api })
    store.edit({ allowDownload: true })
    await store.create()
    expect(store.state.value).toMatchObject({
      state: 'failed',
      during: 'create',
      failure: { kind: 'timeout' },
    })
    await store.retry()
    expect(api.createShare.mock.lastCall?.[0]).toMatchObject({ allowDownload: true })
    expect(store.state.value.state).toBe('shared')
  })
})

describe('a slow answer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('is told after a second', async () => {
    const store = await loadStore({ api: makeApi({ createShare: () => new Promise(() => {}) }) })
    void store.create()
    await vi.advanceTimersByTimeAsync(999)
    expect(store.state.value).toMatchObject({ state: 'creating', slow: false })
    await vi.advanceTimersByTimeAsync(1)
    expect(store.state.value).toMatchObject({ state: 'creating', slow: true })
  })
})

describe('what the clinician rules', () => {
  test('is asked for as it was chosen', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    store.edit({ pin: ' 4711 ', maxOpens: '3', recipient: 'Dr Berg', note: 'Hello', notify: 'first' })
    await store.create()
    expect(requestOf(api)).toMatchObject({
      pin: '4711',
      maxOpens: 3,
      recipient: 'Dr Berg',
      note: 'Hello',
      notify: 'first',
    })
    expect(store.state.value).toMatchObject({ state: 'shared', pin: '4711', isNew: true })
  })

  test('is not asked for while a PIN cannot be one', async () => {
    const api = makeApi()
    const store = await loadStore({ api })
    store.edit({ pin: '12' })
    await store.create()
    expect(api.createShare).not.toHaveBeenCalled()
  })

  test('needs no typing where the hospital requires a PIN', async () => {
    const config = makeConfig({ pin: 'required' })
    const api = makeApi({ getConfig: async () => ({ ok: true, value: config }) })
    const store = await loadStore({ api })
    await store.create()
    expect(requestOf(api)?.pin).toMatch(/^\d{6}$/)
  })

  test('keeps note and recipient when the policy has changed meanwhile', async () => {
    const api = makeApi()
    api.createShare.mockResolvedValueOnce({ ok: false, failure: { kind: 'problem', code: 'pin-policy' } })
    const store = await loadStore({ api })
    store.edit({ note: 'Hello', recipient: 'Dr Berg', maxOpens: '9' })
    await store.create()
    await store.retry()
    expect(store.state.value).toMatchObject({
      state: 'editing',
      draft: { note: 'Hello', recipient: 'Dr Berg', maxOpens: '' },
    })
  })
})

describe('links that exist already', () => {
  const mine = makeShare({ shareId: 'mine0000000000' })
  const theirs = makeShare({ shareId: 'theirs00000000', isMine: false, mayManage: false })
  const listShares = async () => ({ ok: true as const, value: { shares: [theirs, mine], nextCursor: null } })

  test('are shown, own ones first', async () => {
    const store = await loadStore({ api: makeApi({ listShares }) })
    expect(store.existing.value.map(({ shareId }) => shareId)).toEqual([mine.shareId, theirs.shareId])
  })

  test('can be shown again, without their PIN, and left again', async () => {
    const store = await loadStore({ api: makeApi({ listShares }) })
    await store.showExisting(mine)
    expect(store.state.value).toMatchObject({ state: 'shared', pin: null, isNew: false })
    expect(store.requestClose()).toBe(true)
    store.back()
    expect(store.state.value.state).toBe('editing')
  })

  test('can be ended', async () => {
    const api = makeApi({ listShares })
    const store = await loadStore({ api })
    await store.endExisting(mine)
    expect(api.revokeShare).toHaveBeenCalledWith(mine.shareId)
    expect(store.existing.value).toEqual([theirs])
  })

  test('that cannot be read keep nobody from a new one', async () => {
    const store = await loadStore({ api: makeApi({ listShares: refuse({ kind: 'network' }) }) })
    expect(store.state.value.state).toBe('editing')
  })
})

describe('closing', () => {
  test('is free while nothing was created', async () => {
    const store = await loadStore()
    expect(store.requestClose()).toBe(true)
  })

  test('asks once when the link was not passed on', async () => {
    const store = await loadStore()
    await store.create()
    expect(store.requestClose()).toBe(false)
    expect(store.state.value).toMatchObject({ state: 'shared', leaving: true })
    expect(store.requestClose()).toBe(true)
  })

  test('is free again when the link was passed on', async () => {
    const store = await loadStore()
    await store.create()
    store.markPassedOn()
    expect(store.requestClose()).toBe(true)
  })

  test('ends what is under way and leaves the state alone', async () => {
    let signal: AbortSignal | undefined
    const createShare: ShareApi['createShare'] = async (_request, given) => {
      signal = given
      await new Promise((resolve) => given?.addEventListener('abort', resolve))
      return refuse({ kind: 'aborted' })()
    }
    const store = await loadStore({ api: makeApi({ createShare }) })
    const creating = store.create()
    store.dispose()
    await creating
    expect(signal?.aborted).toBe(true)
    expect(store.state.value.state).toBe('creating')
  })
})
