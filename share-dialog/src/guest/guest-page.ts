import type { ConfigResponse, GuestPreviewResponse } from '@studylink/backend/contract'
import type { Device } from './device.ts'
import type { GuestApi } from './guest-api.ts'
import { isRetryable, toRefusalReason, type GuestState } from './guest-state.ts'
import type { LinkFragment } from './link-code.ts'
import type { Openings } from './openings.ts'

export interface GuestPage {
  /** The page shows this link now: at its start, and when the fragment changes. */
  follow(fragment: LinkFragment): Promise<void>
  /** The guest's click: the only thing that changes anything on the server. */
  open(): Promise<void>
  /** Tries again what failed. */
  retry(): Promise<void>
  /** The guest came back from the viewer to a page that the browser had kept. */
  returned(): void
}

export interface GuestPageDeps {
  api: Pick<GuestApi, 'preview' | 'open'>
  openings: Openings
  device(): Device
  show(state: GuestState): void
  navigate(url: string): void
  /** The link is good: time to fetch the viewer's files. */
  onPreview(preview: GuestPreviewResponse): unknown
}

/** What happens on the guest page; no DOM. */
export const createGuestPage = ({
  api,
  openings,
  device,
  show,
  navigate,
  onPreview,
}: GuestPageDeps): GuestPage => {
  let current: GuestState = { state: 'loading' }
  let code = ''
  let preview: GuestPreviewResponse | undefined
  let visit = 0

  const go = (state: GuestState) => {
    current = state
    show(state)
  }

  const follow = async (fragment: LinkFragment) => {
    const thisVisit = ++visit
    code = fragment.kind === 'code' ? fragment.code : ''
    preview = undefined
    if (fragment.kind === 'none') return go({ state: 'refused', reason: 'noCode' })
    if (fragment.kind === 'session-ended') return go({ state: 'refused', reason: 'sessionEnded' })
    go({ state: 'loading' })
    const answer = await api.preview(code)
    if (thisVisit !== visit) return
    if (!answer.ok) return go({ state: 'refused', reason: toRefusalReason(answer.failure) })
    preview = answer.value
    go({ state: 'preview', preview })
    onPreview(preview)
  }

  const open = async () => {
    if (!preview || current.state === 'opening') return
    const thisVisit = visit
    const { shareId } = preview
    const openId = openings.openIdFor(shareId)
    go({ state: 'opening', preview })
    const answer = await api.open({ code, openId, device: device() })
    if (thisVisit !== visit) return
    if (!answer.ok) return go({ state: 'refused', reason: toRefusalReason(answer.failure) })
    openings.remember(shareId, openId, new Date(answer.value.expiresAt))
    navigate(answer.value.viewerUrl)
  }

  return {
    follow,
    open,
    retry: async () => {
      if (current.state !== 'refused' || !isRetryable(current.reason)) return
      await (preview ? open() : follow({ kind: 'code', code }))
    },
    returned: () => {
      if (current.state === 'opening') go({ state: 'preview', preview: current.preview })
    },
  }
}

/** The viewer that an opening will most likely lead to, as far as a guest can tell. */
export const likelyViewerRoot = (
  viewers: ConfigResponse['viewers'],
  preview: GuestPreviewResponse,
  device: Device,
): string | undefined =>
  (
    viewers.find(({ key }) => key === preview.viewer) ??
    viewers.find(({ devices }) => devices.includes(device)) ??
    viewers[0]
  )?.rootUrl
