import type {
  ConfigResponse,
  GuestOpenRequest,
  GuestOpenResponse,
  GuestPreviewRequest,
  GuestPreviewResponse,
} from '@studylink/backend/contract'
import { callApi, type ApiCall } from '../api/call-api.ts'
import type { ApiResult } from '../api/failure.ts'

/** The share service as a guest uses it. The code travels in bodies only. */
export interface GuestApi {
  getConfig(): Promise<ApiResult<ConfigResponse>>
  /** What may be told before the click. Changes nothing. */
  preview(request: GuestPreviewRequest): Promise<ApiResult<GuestPreviewResponse>>
  /** Opens the link; with the same `openId` within the session it is the same opening. */
  open(request: GuestOpenRequest): Promise<ApiResult<GuestOpenResponse>>
}

const TIMEOUT_MS = 20_000

export const createGuestApi = (
  shareRoot: string,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): GuestApi => {
  const call = <Value>(path: string, options: Partial<ApiCall> = {}) =>
    callApi<Value>({ url: `${shareRoot}api/${path}`, timeoutMs: TIMEOUT_MS, fetch, ...options })
  return {
    getConfig: () => call('config'),
    preview: (request) => call('guest/preview', { method: 'POST', body: request }),
    open: (request) => call('guest/open', { method: 'POST', body: request }),
  }
}
