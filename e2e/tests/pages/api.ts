import type { APIRequestContext, APIResponse } from '@playwright/test'
import type {
  CreateShareRequest,
  CreateShareResponse,
  GuestOpenResponse,
  Share,
  UpdateShareRequest,
} from '@studylink/backend/contract'

/** The outer API and the guarded archive, spoken to directly. */
export class Api {
  private readonly request: APIRequestContext

  constructor(request: APIRequestContext) {
    this.request = request
  }

  createShareRaw(accessToken: string | undefined, body: unknown): Promise<APIResponse> {
    return this.request.post('share/api/shares', { headers: bearer(accessToken), data: body })
  }

  async createShare(accessToken: string, body: CreateShareRequest): Promise<CreateShareResponse> {
    const response = await this.createShareRaw(accessToken, body)
    if (response.status() !== 201) throw new Error(`creating a share answered ${response.status()}`)
    return (await response.json()) as CreateShareResponse
  }

  async getShare(accessToken: string, shareId: string): Promise<Share> {
    const response = await this.request.get(`share/api/shares/${shareId}`, { headers: bearer(accessToken) })
    if (!response.ok()) throw new Error(`reading a share answered ${response.status()}`)
    return (await response.json()) as Share
  }

  revoke(accessToken: string, shareId: string): Promise<APIResponse> {
    return this.request.delete(`share/api/shares/${shareId}`, { headers: bearer(accessToken) })
  }

  async change(accessToken: string, shareId: string, changes: UpdateShareRequest): Promise<Share> {
    const response = await this.request.patch(`share/api/shares/${shareId}`, {
      headers: bearer(accessToken),
      data: changes,
    })
    if (!response.ok()) throw new Error(`changing a share answered ${response.status()}`)
    return (await response.json()) as Share
  }

  preview(code: string): Promise<APIResponse> {
    return this.request.post('share/api/guest/preview', { data: { code } })
  }

  /** Opens as a guest would and gives the resource token that the viewer's URL carries. */
  async openAsGuest(link: string, openId: string): Promise<string> {
    const response = await this.request.post('share/api/guest/open', {
      data: { code: codeOf(link), openId },
    })
    if (!response.ok()) throw new Error(`opening a link answered ${response.status()}`)
    const { viewerUrl } = (await response.json()) as GuestOpenResponse
    const token = new URLSearchParams(new URL(viewerUrl).hash.slice(1)).get('token')
    if (!token) throw new Error('the viewer URL carries no token')
    return token
  }

  /** As a guest who types a PIN; whatever comes of it. */
  openWithPin(link: string, pin: string): Promise<APIResponse> {
    return this.request.post('share/api/guest/open', {
      data: { code: codeOf(link), pin, openId: 'opening-with-a-pin' },
    })
  }

  /** One request below `/orthanc`, as a viewer would make it. */
  orthanc(token: string | undefined, method: string, path: string, data?: unknown): Promise<APIResponse> {
    return this.request.fetch(`orthanc${path}`, {
      method,
      headers: bearer(token),
      ...(data === undefined ? {} : { data }),
    })
  }
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

export const codeOf = (link: string): string => new URL(link).hash.slice(1)
