import type { ConfigResponse, GuestPreviewResponse } from '@studylink/backend/contract'
import type { Device } from './device.ts'
import type { GuestApi } from './guest-api.ts'
import { isRetryable, toPinFault, toRefusalReason, type GuestState } from './guest-state.ts'
import { nameOfCode, type LinkFragment } from './link-code.ts'
import type { Openings } from './openings.ts'

export interface GuestPage {
  /** The page shows this link now: at its start, and when the fragment changes. */
  follow(fragment: LinkFragment): Promise<void>
  /** The guest's click: the only thing that changes anything on the server. */
  open(pin?: string): Promise<void>
  /** From what there was to read on to the images. */
  goOn(): void
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
  /** For trying again what a bad connection stopped; gone with the page. */
  let lastPin: string | undefined

  const go = (state: GuestState) => {
    current = state
    show(state)
  }

  const follow = async (fragment: LinkFragment) => {
    const thisVisit = ++visit
    code = fragment.kind === 'code' ? fragment.code : ''
    preview = undefined
    lastPin = undefined
    if (fragment.kind === 'none') return go({ state: 'refused', reason: 'noCode' })
    if (fragment.kind === 'session-ended') return go({ state: 'refused', reason: 'sessionEnded' })
    go({ state: 'loading' })
    const openId = openings.running(nameOfCode(code))
    const answer = await api.preview({ code, ...(openId !== undefined && { openId }) })
    if (thisVisit !== visit) return
    if (!answer.ok) return go({ state: 'refused', reason: toRefusalReason(answer.failure) })
    preview = answer.value
    go({ state: 'preview', preview })
    onPreview(preview)
  }

  const open = async (pin?: string) => {
    if (!preview || current.state === 'opening') return
    if (preview.pinRequired && !pin) return go({ state: 'preview', preview, pinFault: { kind: 'missing' } })
    lastPin = pin
    const thisVisit = visit
    const name = nameOfCode(code)
    const openId = openings.openIdFor(name)
    go({ state: 'opening', preview })
    const answer = await api.open({ code, openId, device: device(), ...(pin && { pin }) })
    if (thisVisit !== visit) return
    if (!answer.ok) {
      const pinFault = toPinFault(answer.failure)
      return go(
        pinFault
          ? { state: 'preview', preview, pinFault }
          : { state: 'refused', reason: toRefusalReason(answer.failure) },
      )
    }
    openings.remember(name, openId, new Date(answer.value.expiresAt))
    // A note that stood on the page before the click has been read.
    const note = answer.value.note === preview.note ? null : answer.value.note
    if (note === null && answer.value.downloadUrls.length === 0) return navigate(answer.value.viewerUrl)
    go({ state: 'opened', opened: { ...answer.value, note } })
  }

  return {
    follow,
    open,
    goOn: () => {
      if (current.state === 'opened') navigate(current.opened.viewerUrl)
    },
    retry: async () => {
      if (current.state !== 'refused' || !isRetryable(current.reason)) return
      await (preview ? open(lastPin) : follow({ kind: 'code', code }))
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
