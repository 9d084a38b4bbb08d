import { createRoute } from '@hono/zod-openapi'
import type { Context, Env } from 'hono'
import { createMiddleware } from 'hono/factory'
import { SignInResponse, SignInTokenRequest, SignInTokenResponse } from '../contract/index.ts'
import { addressKey, clientAddress } from '../http/client-address.ts'
import { requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonContent, jsonRequest, problemResponses } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { SignInProvider, SignInRefusal } from './provider.ts'

export interface SignInRoutesDeps {
  readonly provider: SignInProvider
  /** Where sign-ins of browser extensions may return to. */
  readonly redirectUris: readonly string[]
  /** Proxies in front of us that append to `X-Forwarded-For`. */
  readonly trustedProxyHops: number
  /** For each address: a clinic behind one, each renewing every few minutes. */
  readonly perAddressAndMinute?: number
}

const PER_ADDRESS_AND_MINUTE = 120

const refuseSignIn = (c: Context, refusal: SignInRefusal) =>
  refusal.reason === 'grant-refused'
    ? problem(c, 'not-signed-in', { reason: refusal.why })
    : problem(c, 'identity-unavailable', { reason: refusal.why })

/**
 * `/share/api/sign-in`: the sign-in of browser extensions. Narrow: one client, one provider, listed ways back.
 * Codes and tokens pass through and are kept and logged nowhere.
 */
export const createSignInRoutes = ({
  provider,
  redirectUris,
  trustedProxyHops,
  perAddressAndMinute = PER_ADDRESS_AND_MINUTE,
}: SignInRoutesDeps) => {
  const allow = createRateLimit(perAddressAndMinute)
  const limitAddress = createMiddleware<Env>(async (c, next) => {
    const allowed = await allow(addressKey(clientAddress(c, trustedProxyHops)))
    if (allowed.ok) return next()
    return problem(c, 'too-many-requests', { retryAfterSeconds: allowed.refusal.retryAfterSeconds })
  })
  return createApiRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        summary: 'How a browser extension begins a sign-in',
        middleware: [limitAddress] as const,
        responses: { 200: jsonContent(SignInResponse, 'The same for everybody'), ...problemResponses },
      }),
      async (c) => {
        const result = await provider.describe()
        return result.ok ? c.json(result.value, 200) : refuseSignIn(c, result.refusal)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/token',
        summary: 'Exchange a browser extension’s code, or renew its access token',
        middleware: [limitAddress, requireJson] as const,
        request: jsonRequest(SignInTokenRequest),
        responses: { 200: jsonContent(SignInTokenResponse, 'Of the provider'), ...problemResponses },
      }),
      async (c) => {
        const request = c.req.valid('json')
        if (request.grantType === 'authorization_code' && !redirectUris.includes(request.redirectUri))
          return problem(c, 'invalid-request', {
            field: 'redirectUri',
            detail: 'This extension is not listed in EXTENSION_REDIRECT_URIS.',
          })
        const result = await provider.exchange(request)
        return result.ok ? c.json(result.value, 200) : refuseSignIn(c, result.refusal)
      },
    )
}
