import * as oauth from 'oauth4webapi'
import type { SignInResponse, SignInTokenRequest, SignInTokenResponse } from '../contract/index.ts'
import { insideAddress } from '../identity/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'

export interface SignInProviderDeps {
  /** The public issuer, as browsers know it. */
  readonly issuer: string
  /** Where it answers inside the network; absent: under its public name. */
  readonly fetchBase?: string | undefined
  /** The public client that extensions sign in with; it has no secret. */
  readonly clientId: string
  /** What a sign-in asks for. */
  readonly scope: string
  readonly clock: Clock
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

export type SignInRefusal =
  /** The provider does not answer, or not as one. */
  | { readonly reason: 'identity-unavailable'; readonly why: string }
  /** The provider refuses this code or this refresh token. */
  | { readonly reason: 'grant-refused'; readonly why: string }

export interface SignInProvider {
  describe(): Promise<Result<SignInResponse, SignInRefusal>>
  exchange(request: SignInTokenRequest): Promise<Result<SignInTokenResponse, SignInRefusal>>
}

const TIMEOUT_MS = 5_000
/** The provider's own description changes with its upgrades only. */
const DISCOVERY_MAX_AGE_MS = 600_000

/** RFC 6749 §5.2: what says that this grant is dead, not that the provider is ill. */
const DEAD_GRANTS = new Set(['invalid_grant', 'invalid_request', 'invalid_scope', 'access_denied'])

/**
 * The authorization server of the clinicians, as a public client meets it: described, and asked for tokens at
 * the token endpoint that its discovery names, nowhere else.
 */
export const createSignInProvider = (deps: SignInProviderDeps): SignInProvider => {
  const { issuer, clientId, scope, clock, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = deps
  const base = deps.fetchBase ?? issuer
  const client: oauth.Client = { client_id: clientId }
  const options = {
    [oauth.allowInsecureRequests]: true,
    // The public names may not resolve here: what lies under them is asked for inside.
    [oauth.customFetch]: (
      url: string,
      { body, ...init }: oauth.CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>,
    ) =>
      fetch(insideAddress(url, [issuer], base), {
        ...init,
        redirect: 'error',
        ...(body === undefined ? {} : { body }),
      } as RequestInit),
    signal: () => AbortSignal.timeout(timeoutMs),
  }
  let held: { readonly server: oauth.AuthorizationServer; readonly fetchedAtMs: number } | undefined

  const discover = async (): Promise<oauth.AuthorizationServer> => {
    if (held && clock() - held.fetchedAtMs < DISCOVERY_MAX_AGE_MS) return held.server
    const identifier = new URL(issuer)
    const response = await oauth.discoveryRequest(identifier, options)
    const server = await oauth.processDiscoveryResponse(identifier, response)
    held = { server, fetchedAtMs: clock() }
    return server
  }

  const parametersOf = (request: SignInTokenRequest): Record<string, string> =>
    request.grantType === 'authorization_code'
      ? { code: request.code, code_verifier: request.codeVerifier, redirect_uri: request.redirectUri }
      : { refresh_token: request.refreshToken }

  const refusalOf = (error: unknown): SignInRefusal => {
    if (error instanceof oauth.ResponseBodyError && DEAD_GRANTS.has(error.error))
      return { reason: 'grant-refused', why: error.error }
    // Names and codes only: a message may quote what was sent.
    const why = error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown'
    return { reason: 'identity-unavailable', why }
  }

  const attempt = async <Value>(work: () => Promise<Value>): Promise<Result<Value, SignInRefusal>> => {
    try {
      return ok(await work())
    } catch (error) {
      return refuse(refusalOf(error))
    }
  }

  return {
    describe: () =>
      attempt(async () => {
        const server = await discover()
        if (server.authorization_endpoint === undefined) throw new Error('no authorization endpoint')
        return {
          issuer: server.issuer,
          clientId,
          scope,
          authorizationEndpoint: server.authorization_endpoint,
          namesIssuer: server.authorization_response_iss_parameter_supported === true,
        }
      }),
    exchange: (request) =>
      attempt(async () => {
        const server = await discover()
        const response = await oauth.genericTokenEndpointRequest(
          server,
          client,
          oauth.None(),
          request.grantType,
          parametersOf(request),
          options,
        )
        const tokens = await oauth.processGenericTokenEndpointResponse(server, client, response)
        return {
          accessToken: tokens.access_token,
          ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
          // RFC 6749 §5.1 leaves it out at will: a minute is short enough for any provider.
          expiresInSeconds: tokens.expires_in ?? 60,
        }
      }),
  }
}
