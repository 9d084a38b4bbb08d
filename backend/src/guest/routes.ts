import { createRoute } from '@hono/zod-openapi'
import type { Context, Env } from 'hono'
import { createMiddleware } from 'hono/factory'
import {
  GuestOpenRequest,
  GuestOpenResponse,
  GuestPreviewRequest,
  GuestPreviewResponse,
} from '../contract/index.ts'
import { clientAddress, coarseAddress } from '../http/client-address.ts'
import { requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonContent, jsonRequest, problemResponses } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import type { TooManyRequests } from '../http/rate-limit.ts'
import { browserFamily } from './browser-family.ts'
import { openLink, type OpenLinkDeps, type OpenLinkRefusal } from './open-link.ts'
import { previewLink } from './preview-link.ts'
import { createGuestRateLimit, type GuestLimits } from './rate-limit.ts'

export interface GuestRoutesDeps extends OpenLinkDeps {
  /** Proxies in front of us that append to `X-Forwarded-For`. */
  readonly trustedProxyHops: number
  readonly guestLimits?: Partial<GuestLimits> | undefined
}

const refuseGuest = (c: Context, refusal: OpenLinkRefusal | TooManyRequests) => {
  switch (refusal.reason) {
    case 'too-many-requests':
      return problem(c, refusal.reason, { retryAfterSeconds: refusal.retryAfterSeconds })
    case 'pin-required':
    case 'pin-wrong':
      return problem(c, refusal.reason, { remainingTries: refusal.remainingTries })
    default:
      return problem(c, refusal.reason)
  }
}

/** `/share/api/guest`: what the bearer of a link does, without an account. */
export const createGuestRoutes = (deps: GuestRoutesDeps) => {
  const rate = createGuestRateLimit(deps.guestLimits)
  const senderOf = (c: Context) => clientAddress(c, deps.trustedProxyHops)
  const limitRequests = createMiddleware<Env>(async (c, next) => {
    const allowed = await rate.request(senderOf(c))
    return allowed.ok ? next() : refuseGuest(c, allowed.refusal)
  })
  const limitCodes = (c: Context, code: string) => rate.code(senderOf(c), code, deps.codes.check(code))

  return createApiRoutes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/preview',
        summary: 'What a link is, before it is opened; changes nothing',
        middleware: [limitRequests, requireJson] as const,
        request: jsonRequest(GuestPreviewRequest),
        responses: { 200: jsonContent(GuestPreviewResponse, 'Never patient data'), ...problemResponses },
      }),
      async (c) => {
        const request = c.req.valid('json')
        const allowed = await limitCodes(c, request.code)
        if (!allowed.ok) return refuseGuest(c, allowed.refusal)
        const result = await previewLink(deps, request)
        return result.ok ? c.json(result.value, 200) : refuseGuest(c, result.refusal)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/open',
        summary: 'Open a link: the way into the viewer',
        middleware: [limitRequests, requireJson] as const,
        request: jsonRequest(GuestOpenRequest),
        responses: { 200: jsonContent(GuestOpenResponse, 'Where to go'), ...problemResponses },
      }),
      async (c) => {
        const request = c.req.valid('json')
        const allowed = await limitCodes(c, request.code)
        if (!allowed.ok) return refuseGuest(c, allowed.refusal)
        const result = await openLink(deps, request, {
          address: coarseAddress(senderOf(c)),
          browser: browserFamily(c.req.header('User-Agent')),
        })
        return result.ok ? c.json(result.value, 200) : refuseGuest(c, result.refusal)
      },
    )
}
