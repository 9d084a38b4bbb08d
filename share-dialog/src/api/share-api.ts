import type {
  ConfigResponse,
  CreateShareRequest,
  CreateShareResponse,
  EmailShareRequest,
  ListEventsResponse,
  ListSharesResponse,
  LookupStudiesRequest,
  LookupStudiesResponse,
  MeResponse,
  RevokeSharesRequest,
  RevokeSharesResponse,
  Share,
  ShareLinkResponse,
  ShareState,
  UpdateShareRequest,
} from '@studylink/backend/contract'
import { callApi, type ApiCall } from './call-api.ts'
import type { ApiResult } from './failure.ts'

/** Which shares to list; absent: all of one's own. */
export interface ShareFilter {
  status?: readonly ShareState[]
  studyInstanceUID?: string
  search?: string
  ownerUserId?: string
  scope?: 'mine' | 'all'
  cursor?: string
  limit?: number
}

/** The share service as the clinician's front ends use it. */
export interface ShareApi {
  /** What anyone may know: the hospital's policy among it. */
  getConfig(signal?: AbortSignal): Promise<ApiResult<ConfigResponse>>
  /** The signed-in clinician and their permissions. */
  getMe(signal?: AbortSignal): Promise<ApiResult<MeResponse>>
  /** Makes a share with the clinician's own rights. Not idempotent: after a time-out a share may exist. */
  createShare(request: CreateShareRequest, signal?: AbortSignal): Promise<ApiResult<CreateShareResponse>>
  /** Newest first. */
  listShares(filter: ShareFilter, signal?: AbortSignal): Promise<ApiResult<ListSharesResponse>>
  /** The link once more. */
  getLink(shareId: string): Promise<ApiResult<ShareLinkResponse>>
  updateShare(shareId: string, changes: UpdateShareRequest): Promise<ApiResult<Share>>
  revokeShare(shareId: string): Promise<ApiResult<Share>>
  /** Gives a locked link new tries. */
  unlockShare(shareId: string): Promise<ApiResult<Share>>
  listEvents(shareId: string, cursor?: string): Promise<ApiResult<ListEventsResponse>>
  /** The whole history as CSV. */
  exportEvents(shareId: string): Promise<ApiResult<string>>
  /** The server sends the link; never the PIN. */
  emailShare(shareId: string, request: EmailShareRequest): Promise<ApiResult<unknown>>
  /** Ends all active shares of a user or a study. For administrators. */
  revokeShares(request: RevokeSharesRequest): Promise<ApiResult<RevokeSharesResponse>>
  /** What names studies, with the caller's rights. */
  lookupStudies(
    request: LookupStudiesRequest,
    signal?: AbortSignal,
  ): Promise<ApiResult<LookupStudiesResponse>>
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
    listShares: (filter, signal) => callSignedIn<ListSharesResponse>(`shares${toQuery(filter)}`, {}, signal),
    getLink: (shareId) => callSignedIn<ShareLinkResponse>(`shares/${shareId}/link`, {}),
    updateShare: (shareId, changes) =>
      callSignedIn<Share>(`shares/${shareId}`, { method: 'PATCH', body: changes }),
    revokeShare: (shareId) => callSignedIn<Share>(`shares/${shareId}`, { method: 'DELETE' }),
    unlockShare: (shareId) => callSignedIn<Share>(`shares/${shareId}/unlock`, { method: 'POST' }),
    listEvents: (shareId, cursor) =>
      callSignedIn<ListEventsResponse>(`shares/${shareId}/events${toQuery({ cursor })}`, {}),
    exportEvents: (shareId) =>
      callSignedIn<string>(`shares/${shareId}/events?format=csv`, { answer: 'text' }),
    emailShare: (shareId, request) =>
      callSignedIn<unknown>(`shares/${shareId}/email`, { method: 'POST', body: request, answer: 'nothing' }),
    revokeShares: (request) =>
      callSignedIn<RevokeSharesResponse>('shares/revoke', { method: 'POST', body: request }),
    lookupStudies: (request, signal) =>
      callSignedIn<LookupStudiesResponse>('studies/lookup', { method: 'POST', body: request }, signal),
  }
}

const toQuery = (parameters: object): string => {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters))
    if (value !== undefined) query.set(key, String(value))
  return query.size === 0 ? '' : `?${query}`
}
