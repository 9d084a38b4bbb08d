import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import { ADMIN_TOKEN_MARGIN_MS, PROVIDER_TIMEOUT_MS } from './limits.ts'

export interface AdminTokenDeps {
  /** The realm inside the network, e.g. `http://keycloak:8080/realms/orthanc`. */
  readonly realmUri: string
  /** Of the client `admin-cli`, by its service account (client credentials, RFC 6749 §4.4). */
  readonly clientSecret: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly timeoutMs?: number | undefined
}

/** The token of Keycloak's administration: kept until shortly before its end, one request for it at a time. */
export interface AdminToken {
  /** Rejects when Keycloak gives none. */
  get(): Promise<string>
  /** The administration refused it, as after a restart of Keycloak. */
  forget(token: string): void
}

const CLIENT_ID = 'admin-cli'
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().nonnegative() })

export const createAdminToken = (deps: AdminTokenDeps): AdminToken => {
  const { realmUri, clientSecret, fetch, clock, timeoutMs = PROVIDER_TIMEOUT_MS } = deps
  let held: { readonly token: string; readonly renewAtMs: number } | undefined
  let pending: Promise<string> | undefined

  const request = async (): Promise<string> => {
    const response = await fetch(`${realmUri}/protocol/openid-connect/token`, {
      method: 'POST',
      redirect: 'error',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: CLIENT_ID,
        client_secret: clientSecret,
      }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`token status ${response.status}`)
    }
    const answer = TokenAnswer.parse(await response.json())
    const lifeMs = answer.expires_in * 1000
    held = {
      token: answer.access_token,
      renewAtMs: clock() + Math.max(lifeMs / 2, lifeMs - ADMIN_TOKEN_MARGIN_MS),
    }
    return answer.access_token
  }

  return {
    async get() {
      if (held && clock() < held.renewAtMs) return held.token
      pending ??= request().finally(() => {
        pending = undefined
      })
      return pending
    },
    forget(token) {
      if (held?.token === token) held = undefined
    },
  }
}
