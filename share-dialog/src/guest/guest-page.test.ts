import type { GuestPreviewResponse } from '@studylink/backend/contract'
import { describe, expect, it } from 'vitest'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import { createGuestPage, likelyViewerRoot } from './guest-page.ts'
import { toRefusalReason, type GuestState } from './guest-state.ts'
import { createOpenings } from './openings.ts'

const preview: GuestPreviewResponse = {
  shareId: 'AAAAAAAAAAAAAA',
  sharedBy: 'Diana Doctor',
  expiresAt: '2026-11-30T12:00:00Z',
  studyCount: 1,
  pinRequired: false,
  pinKind: null,
  note: null,
  allowDownload: false,
  viewer: null,
}
const opened = {
  viewerUrl: '/ohif/viewer?StudyInstanceUIDs=1.2#token=slv_x',
  expiresAt: '2026-11-23T16:00:00Z',
  downloadUrls: [] as string[],
  note: null as string | null,
}

const setUp = () => {
  const shown: GuestState[] = []
  const requests: { code: string; openId?: string | undefined; pin?: string | undefined }[] = []
  const went: string[] = []
  const previewed: string[] = []
  const answers = { preview: [] as ApiResult<GuestPreviewResponse>[], open: [] as ApiResult<typeof opened>[] }
  const page = createGuestPage({
    api: {
      preview: async (request) => {
        requests.push(request)
        return answers.preview.shift() ?? { ok: true, value: preview }
      },
      open: async (request) => {
        requests.push(request)
        return answers.open.shift() ?? { ok: true, value: opened }
      },
    },
    openings: createOpenings({ storage: undefined, now: () => new Date('2026-11-23T12:00:00Z') }),
    device: () => 'phone',
    show: (state) => shown.push(state),
    navigate: (url) => went.push(url),
    onPreview: ({ shareId }) => previewed.push(shareId),
  })
  return { page, shown, requests, went, previewed, answers, last: () => shown.at(-1) }
}

const refuse = (failure: ApiFailure) => ({ ok: false, failure }) as const

describe('the guest page', () => {
  it('shows who shared, and opens nothing before the click', async () => {
    const { page, shown, requests, went, previewed } = setUp()
    await page.follow({ kind: 'code', code: 'secret' })
    expect(shown).toEqual([{ state: 'loading' }, { state: 'preview', preview }])
    expect(requests).toEqual([{ code: 'secret' }])
    expect(went).toEqual([])
    expect(previewed).toEqual([preview.shareId])
  })

  it('opens on the click and goes to the viewer', async () => {
    const { page, requests, went, last } = setUp()
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    expect(requests[1]).toMatchObject({ code: 'secret', device: 'phone' })
    expect(went).toEqual([opened.viewerUrl])
    expect(last()).toEqual({ state: 'opening', preview })
  })

  it('opens once for two clicks', async () => {
    const { page, requests } = setUp()
    await page.follow({ kind: 'code', code: 'secret' })
    await Promise.all([page.open(), page.open()])
    expect(requests).toHaveLength(2)
  })

  it('repeats a lost opening under the same name', async () => {
    const { page, requests, went, last, answers } = setUp()
    answers.open = [refuse({ kind: 'network' })]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    expect(last()).toEqual({ state: 'refused', reason: 'network' })
    await page.retry()
    expect(requests[2]?.openId).toBe(requests[1]?.openId)
    expect(went).toEqual([opened.viewerUrl])
  })

  it('looks ahead in the name of the opening that this browser remembers', async () => {
    const { page, requests } = setUp()
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    await page.follow({ kind: 'code', code: 'secret' })
    await page.follow({ kind: 'code', code: 'another' })
    expect(requests[0]).toEqual({ code: 'secret' })
    expect(requests[2]).toEqual({ code: 'secret', openId: requests[1]?.openId })
    expect(requests[3]).toEqual({ code: 'another' })
  })

  it('asks again for a preview that never came', async () => {
    const { page, last, answers } = setUp()
    answers.preview = [refuse({ kind: 'timeout' })]
    await page.follow({ kind: 'code', code: 'secret' })
    expect(last()).toEqual({ state: 'refused', reason: 'network' })
    await page.retry()
    expect(last()).toEqual({ state: 'preview', preview })
  })

  it('does not ask again about a link that was refused', async () => {
    const { page, requests, answers } = setUp()
    answers.preview = [refuse({ kind: 'problem', code: 'link-revoked' })]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.retry()
    expect(requests).toHaveLength(1)
  })

  it('asks nothing without a code', async () => {
    const { page, requests, last } = setUp()
    await page.follow({ kind: 'none' })
    expect(last()).toEqual({ state: 'refused', reason: 'noCode' })
    await page.follow({ kind: 'session-ended' })
    expect(last()).toEqual({ state: 'refused', reason: 'sessionEnded' })
    expect(requests).toEqual([])
  })

  it('follows the newest link when the fragment changes', async () => {
    const { page, shown } = setUp()
    await Promise.all([
      page.follow({ kind: 'code', code: 'first' }),
      page.follow({ kind: 'code', code: 'second' }),
    ])
    expect(shown.filter(({ state }) => state === 'preview')).toHaveLength(1)
  })

  it('sends nothing without the PIN that is asked for, and then the one that was typed', async () => {
    const { page, requests, went, last, answers } = setUp()
    const asking = { ...preview, pinRequired: true, pinKind: 'digits' as const }
    answers.preview = [{ ok: true, value: asking }]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open('')
    expect(last()).toEqual({ state: 'preview', preview: asking, pinFault: { kind: 'missing' } })
    expect(requests).toHaveLength(1)
    await page.open('123456')
    expect(requests[1]).toMatchObject({ pin: '123456' })
    expect(went).toEqual([opened.viewerUrl])
  })

  it('says how many tries are left after a wrong PIN', async () => {
    const { page, last, answers } = setUp()
    answers.open = [refuse({ kind: 'problem', code: 'pin-wrong', remainingTries: 9 })]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open('0000')
    expect(last()).toEqual({ state: 'preview', preview, pinFault: { kind: 'wrong', remainingTries: 9 } })
  })

  it('shows the note that came with the opening, and goes on by a click', async () => {
    const { page, went, last, answers } = setUp()
    answers.open = [{ ok: true, value: { ...opened, note: 'Bring it along' } }]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    expect(last()).toMatchObject({ state: 'opened', opened: { note: 'Bring it along' } })
    expect(went).toEqual([])
    page.goOn()
    expect(went).toEqual([opened.viewerUrl])
  })

  it('does not show again a note that stood there before', async () => {
    const { page, went, answers } = setUp()
    answers.preview = [{ ok: true, value: { ...preview, note: 'Hello' } }]
    answers.open = [{ ok: true, value: { ...opened, note: 'Hello' } }]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    expect(went).toEqual([opened.viewerUrl])
  })

  it('offers downloads before the images', async () => {
    const { page, went, last, answers } = setUp()
    answers.open = [{ ok: true, value: { ...opened, downloadUrls: ['/d'] } }]
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    expect(last()).toMatchObject({ state: 'opened', opened: { downloadUrls: ['/d'] } })
    expect(went).toEqual([])
  })

  it('offers the button again to a guest who came back from the viewer', async () => {
    const { page, last } = setUp()
    await page.follow({ kind: 'code', code: 'secret' })
    await page.open()
    page.returned()
    expect(last()).toEqual({ state: 'preview', preview })
  })
})

describe('a refusal', () => {
  it.each([
    ['link-unknown', 'unknown'],
    ['invalid-request', 'unknown'],
    ['link-expired', 'expired'],
    ['link-revoked', 'revoked'],
    ['link-exhausted', 'exhausted'],
    ['link-locked', 'locked'],
    ['study-gone', 'gone'],
    ['too-many-requests', 'tooMany'],
    ['store-unavailable', 'unavailable'],
    ['orthanc-unavailable', 'unavailable'],
    ['internal-error', 'unavailable'],
  ] as const)('%s is told as %s', (code, reason) => {
    expect(toRefusalReason({ kind: 'problem', code })).toBe(reason)
  })

  it('of a proxy is told as unavailable', () => {
    expect(toRefusalReason({ kind: 'unexpected', status: 502 })).toBe('unavailable')
  })
})

describe('the viewer whose files are fetched ahead', () => {
  const viewers = [
    { key: 'big', name: 'Big', rootUrl: '/big/', devices: ['desktop' as const] },
    { key: 'small', name: 'Small', rootUrl: '/small/', devices: ['phone' as const] },
  ]

  it('is the one that the share names', () => {
    expect(likelyViewerRoot(viewers, { ...preview, viewer: 'big' }, 'phone')).toBe('/big/')
  })

  it("is else the one for the guest's device", () => {
    expect(likelyViewerRoot(viewers, preview, 'phone')).toBe('/small/')
  })
})
