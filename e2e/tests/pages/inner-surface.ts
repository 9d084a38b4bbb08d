import { basicAuthorization, type Credentials } from '../../src/stack/part.ts'

export interface Profile {
  readonly name: string
  readonly 'user-id': string | null
  readonly permissions: readonly string[]
  readonly 'authorized-labels': readonly string[]
  readonly groups: readonly string[]
  readonly validity: number
}

/** How long Orthanc's authorization plugin waits for an answer. */
const PLUGIN_PATIENCE_MS = 10_000
/** Left for the way there and back, on a busy machine. */
const MARGIN_MS = 2_000

/** The backend as Orthanc's authorization plugin asks it. What takes as long as the plugin waits is an error. */
export class InnerSurface {
  private readonly url: string
  private readonly credentials: Credentials

  constructor(url: string, credentials: Credentials) {
    this.url = url
    this.credentials = credentials
  }

  private ask(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: { Authorization: basicAuthorization(this.credentials), 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(PLUGIN_PATIENCE_MS - MARGIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** 200 and a profile (null: none), or the status of what cannot be known. */
  private async profile(body: object): Promise<Profile | null | number> {
    const answer = await this.ask('POST', '/user/get-profile', body)
    if (answer.status !== 200) return answer.status
    return (await answer.json()) as Profile | null
  }

  profileByApiKey(apiKey: string) {
    return this.profile({ 'token-key': 'api-key', 'token-value': apiKey })
  }

  profileByAccessToken(accessToken: string) {
    return this.profile({ 'token-key': 'Authorization', 'token-value': `Bearer ${accessToken}` })
  }

  profileById(userId: string) {
    return this.profile({ 'user-id': userId })
  }

  async roles(): Promise<Record<string, object>> {
    const { roles } = (await (await this.ask('GET', '/settings/roles')).json()) as {
      roles: Record<string, object>
    }
    return roles
  }

  async saveRoles(roles: object): Promise<number> {
    return (await this.ask('PUT', '/settings/roles', { roles, 'available-labels': [] })).status
  }

  async readiness(): Promise<number> {
    return (await this.ask('GET', '/readyz')).status
  }
}
