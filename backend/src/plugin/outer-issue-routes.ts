import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { limitBody, requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonContent, jsonRequest, problemResponses } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import type { Clinician, Identity } from '../identity/clinician.ts'
import {
  type ClinicianIssueDeps,
  type ClinicianIssueRefusal,
  issueForClinician,
} from './issue-for-clinician.ts'
import { refuseIssue } from './issue-routes.ts'
import { readBody } from './read-body.ts'
import { OuterCreateTokenRequest, OuterCreateTokenResponse } from './wire.ts'

export interface OuterIssueDeps extends ClinicianIssueDeps {
  readonly identity: Identity
}

/**
 * `PUT /share/orthanc/auth/tokens/{type}`: the plugin's own route as OE2 calls it, for a proxy that sends
 * `PUT /orthanc/auth/tokens/*` here. Same body, same answer, but the clinician is known: their permission for the
 * type and each study's visibility are checked, and they own what is made.
 */
export const createOuterIssueRoutes = (deps: OuterIssueDeps): OpenAPIHono => {
  const routes = createApiRoutes()
  // Described, not checked, by its schema: what the plugin's callers send is read more tolerantly than ours.
  routes.openAPIRegistry.registerPath({
    method: 'put',
    path: '/share/orthanc/auth/tokens/{type}',
    summary: 'The authorization plugin’s own route, for a clinician who is known',
    security: [{ accessToken: [] }],
    request: { params: z.object({ type: z.string() }), ...jsonRequest(OuterCreateTokenRequest) },
    responses: { 200: jsonContent(OuterCreateTokenResponse, 'Token and link'), ...problemResponses },
  })
  routes.put('/share/orthanc/auth/tokens/:type', limitBody, requireJson, async (c) => {
    const authorization = presentedAuthorization(c)
    if (authorization === 'several') return problem(c, 'not-signed-in', { reason: 'several-tokens' })
    const signedIn = await deps.identity.authenticate(authorization)
    if (!signedIn.ok)
      return signedIn.refusal.reason === 'identity-unavailable'
        ? problem(c, 'identity-unavailable')
        : problem(c, 'not-signed-in', { reason: signedIn.refusal.reason })
    return answer(c, deps, signedIn.value, authorization ?? '')
  })
  return routes
}

/** OE2 sends the access token in `token`, viewers in `Authorization`. Two different ones: who is asking? */
const presentedAuthorization = (c: Context): string | undefined | 'several' => {
  const values = [c.req.header('Authorization'), c.req.header('token')]
    .filter((value) => value !== undefined && value.trim() !== '')
    .map((value) => value?.trim().replace(/^Bearer +/i, ''))
  const [token, another] = new Set(values)
  if (another !== undefined) return 'several'
  return token === undefined ? undefined : `Bearer ${token}`
}

const answer = async (
  c: Context,
  deps: OuterIssueDeps,
  clinician: Clinician,
  authorization: string,
): Promise<Response> => {
  const body = await readBody(c, OuterCreateTokenRequest)
  if (!body.ok) return body.refusal
  const type = c.req.param('type') ?? ''
  const issued = await issueForClinician(deps, clinician, authorization, type, body.value)
  if (!issued.ok) return refuse(c, issued.refusal)
  c.set('outcome', 'issued')
  return c.json({ Token: issued.value.token, Url: issued.value.url } satisfies OuterCreateTokenResponse)
}

const refuse = (c: Context, refusal: ClinicianIssueRefusal): Response => {
  if (refusal.reason === 'may-not')
    return refusal.permission === 'share'
      ? problem(c, 'may-not-share')
      : problem(c, 'forbidden', { detail: `This needs the permission «${refusal.permission}».` })
  if (refusal.reason === 'study-never-shared')
    return problem(c, refusal.reason, { field: `Resources.${refusal.index}` })
  return refuseIssue(c, refusal)
}
