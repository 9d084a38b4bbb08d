import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { EmailShareRequest, ShareId } from '../contract/index.ts'
import { createBearerAuth } from '../http/bearer-auth.ts'
import { requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonRequest, problemResponses } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import type { Identity } from '../identity/clinician.ts'
import { emailShare, type EmailShareDeps, type EmailShareRefusal } from './email-share.ts'

export interface EmailRoutesDeps extends EmailShareDeps {
  readonly identity: Identity
}

const HOUR_SECONDS = 3600

const refuseEmail = (c: Context, refusal: EmailShareRefusal) => {
  switch (refusal.reason) {
    case 'no-recipient':
    case 'too-many-recipients':
    case 'malformed-recipient':
      return problem(c, 'invalid-request', { field: 'to', reason: refusal.reason })
    case 'domain-not-allowed':
      return problem(c, 'recipient-not-allowed', { field: 'to' })
    case 'hourly-limit':
      return problem(c, 'too-many-requests', { retryAfterSeconds: HOUR_SECONDS })
    case 'no-email':
      return problem(c, 'email-unavailable', {
        detail: 'This service sends no e-mail.',
        reason: refusal.reason,
      })
    case 'smtp-unreachable':
    case 'smtp-tls':
    case 'smtp-login':
    case 'smtp-refused':
      return problem(c, 'email-unavailable', { reason: refusal.reason })
    default:
      return problem(c, refusal.reason)
  }
}

/** `POST /share/api/shares/{shareId}/email`: this service sends the link. */
export const createEmailShareRoutes = (deps: EmailRoutesDeps) =>
  createApiRoutes().openapi(
    createRoute({
      method: 'post',
      path: '/shares/{shareId}/email',
      summary: 'Send the link by e-mail; the PIN is never sent',
      security: [{ accessToken: [] }],
      middleware: [createBearerAuth(deps.identity), requireJson] as const,
      request: { params: z.object({ shareId: ShareId }), ...jsonRequest(EmailShareRequest) },
      responses: { 204: { description: 'The mail server took it' }, ...problemResponses },
    }),
    async (c) => {
      const { shareId } = c.req.valid('param')
      const sent = await emailShare(deps, c.var.clinician, shareId, c.req.valid('json'))
      return sent.ok ? c.body(null, 204) : refuseEmail(c, sent.refusal)
    },
  )
