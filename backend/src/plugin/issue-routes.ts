import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { problem } from '../http/problem.ts'
import type { PinRefusal } from '../shares/policy.ts'
import { type PluginIssueDeps, type PluginIssueRefusal, issueForPlugin } from './issue-for-plugin.ts'
import type { IssueRefusal } from './issue-token.ts'
import { readBody } from './read-body.ts'
import { CreateTokenRequest, type CreateTokenResponse } from './wire.ts'

export interface IssueRouteDeps extends PluginIssueDeps {
  readonly innerAuth: MiddlewareHandler
  /** `PLUGIN_TOKENS`: with `deny` the plugin's route makes nothing, since nobody can say who asks. */
  readonly pluginTokens: 'allow' | 'deny'
}

/**
 * `PUT /tokens/{type}`: OE2's share button and instant links, as the plugin passes them on. Any error makes
 * Orthanc drop its caller's connection: the reason stands in the answer and the log.
 */
export const createIssueRoutes = (deps: IssueRouteDeps): Hono =>
  new Hono().put('/tokens/:type', deps.innerAuth, async (c) => {
    if (deps.pluginTokens === 'deny')
      return problem(c, 'forbidden', { detail: 'PLUGIN_TOKENS is deny: share through StudyLink.' })
    const body = await readBody(c, CreateTokenRequest)
    if (!body.ok) return body.refusal
    const type = c.req.param('type')
    const issued = await issueForPlugin(deps, type, body.value)
    if (!issued.ok) return refuse(c, issued.refusal)
    c.set('outcome', 'issued')
    const { token, url, endsAtMs } = issued.value
    return c.json({ request: echoOf(body.value, type, endsAtMs), token, url } satisfies CreateTokenResponse)
  })

/** The request as it was understood: absent fields as null, and the end that was really given. */
const echoOf = (request: CreateTokenRequest, type: string, endsAtMs: number) => ({
  id: request.id ?? null,
  resources: request.resources,
  'server-id': request['server-id'] ?? null,
  type,
  'expiration-date': new Date(endsAtMs).toISOString(),
  'validity-duration': Number.isSafeInteger(request['validity-duration'])
    ? request['validity-duration']
    : null,
})

const refuse = (c: Context, refusal: PluginIssueRefusal): Response => {
  if (refusal.reason === 'labels-unknown')
    return problem(c, 'forbidden', {
      detail:
        'There are NEVER_SHARED_LABELS and no ORTHANC_URI where to look for them: share through StudyLink.',
      reason: refusal.reason,
    })
  return refusal.reason === 'study-never-shared'
    ? problem(c, refusal.reason, { field: 'resources' })
    : refuseIssue(c, refusal)
}

/** Why no token was made, for both routes that make them. */
export const refuseIssue = (c: Context, refusal: IssueRefusal | PinRefusal): Response => {
  switch (refusal.reason) {
    case 'pin-policy':
      return problem(c, refusal.reason, { detail: 'Links need a PIN here: share through StudyLink.' })
    case 'invalid-request':
      return problem(c, 'invalid-request', { field: refusal.field, detail: refusal.detail })
    case 'viewer-not-configured':
      return problem(c, 'invalid-request', {
        field: 'type',
        detail: `This type needs ${refusal.variable} to be set.`,
      })
    case 'download-denied':
      return problem(c, 'forbidden', { detail: 'VolView needs downloads, which the policy does not allow.' })
    case 'study-not-visible':
    case 'study-ambiguous':
    case 'orthanc-unavailable':
      return problem(c, refusal.reason)
    case 'meddream-unavailable':
      return problem(c, 'orthanc-unavailable', { detail: 'MedDream gave no token.', reason: refusal.reason })
  }
}
