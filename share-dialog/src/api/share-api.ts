import type {
  ConfigResponse,
  CreateShareRequest,
  CreateShareResponse,
  MeResponse,
} from '@studylink/backend/contract'
import { callApi, type ApiCall } from './call-api.ts'
import type { ApiResult } from './failure.ts'

/** The share service as the clinician's front ends use it. */
export interface ShareApi {
  /** What anyone may know: the hospital's policy among it. */
  getConfig(signal?: AbortSignal): Promise<ApiResult<ConfigResponse>>
  /** The signed-in clinician and their permissions. */
  getMe(signal?: AbortSignal): Promise<ApiResult<MeResponse>>
  /** Makes a share with the clinician's own rights. Not idempotent: after a time-out a share may exist. */
  createShare(request: CreateShareRequest, signal?: AbortSignal): Promise<ApiResult<CreateShareResponse>>
}

export interface ShareApiOptions {
  /** Root of our pages, with a slash at its end: `/share/` or `https://hospital.example/share/`. */
  shareRoot: string
  /** The clinician's access token, fresh at each call; `undefined` when nobody is signed in. */
  getAccessToken(): Promise<string | undefined>
  timeoutMs?: number
  fetch?: typeof globalThis.fetch
}

/** Longer than the service's own limits towards Orthanc and the identity provider together. */
const DEFAULT_TIMEOUT_MS = 15_000

export const createShareApi = ({
  shareRoot,
  getAccessToken,
  timeoutMs = DEFAULT_TIMEOUT_MS,
  fetch = (...request) => globalThis.fetch(...request),
}: ShareApiOptions): ShareApi => {
  const call = <Value>(path: string, options: Partial<ApiCall>, signal?: AbortSignal) =>
    callApi<Value>({
      url: `${shareRoot}api/${path}`,
      timeoutMs,
      fetch,
      ...options,
      ...(signal && { signal }),
    })

  const callSignedIn = async <Value>(
    path: string,
    options: Partial<ApiCall>,
    signal?: AbortSignal,
  ): Promise<ApiResult<Value>> => {
    const accessToken = await getAccessToken().catch(() => undefined)
    if (accessToken === undefined) return { ok: false, failure: { kind: 'signed-out' } }
    return call<Value>(path, { ...options, accessToken }, signal)
  }

  return {
    getConfig: (signal) => call<ConfigResponse>('config', {}, signal),
    getMe: (signal) => callSignedIn<MeResponse>('me', {}, signal),
    createShare: (request, signal) =>
      callSignedIn<CreateShareResponse>('shares', { method: 'POST', body: request }, signal),
  }
}
