import { createRoute, z } from '@hono/zod-openapi'
import { CreateShareRequest, CreateShareResponse, MeResponse, Share, ShareId } from '../contract/index.ts'
import { createBearerAuth } from '../http/bearer-auth.ts'
import { requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonContent, jsonRequest, problemResponses } from '../http/openapi.ts'
import type { Identity } from '../identity/clinician.ts'
import { createShare, type CreateShareDeps } from './create-share.ts'
import { getOwnedShare } from './owned-share.ts'
import { refuseShare } from './refusals.ts'
import { revokeShare } from './revoke-share.ts'
import { shareToWire } from './wire.ts'

export interface ShareRoutesDeps extends CreateShareDeps {
  readonly identity: Identity
  /** Root of the link, ending with `/`. */
  readonly publicShareRoot: string
}

const security = [{ accessToken: [] }]
const ShareParams = z.object({ shareId: ShareId })

/** `/share/api/me` and `/share/api/shares`: what a signed-in clinician does. */
export const createShareRoutes = (deps: ShareRoutesDeps) => {
  const signedIn = createBearerAuth(deps.identity)

  return createApiRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/me',
        summary: 'The signed-in clinician',
        security,
        middleware: [signedIn] as const,
        responses: { 200: jsonContent(MeResponse, 'Name and rights'), ...problemResponses },
      }),
      (c) => {
        const { sub, name, permissions, authorizedLabels, email } = c.var.clinician
        const me: MeResponse = {
          userId: sub,
          name,
          permissions: [...permissions],
          authorizedLabels: [...authorizedLabels],
          hasVerifiedEmail: email !== undefined,
        }
        return c.json(me, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/shares',
        summary: 'Share studies',
        security,
        middleware: [signedIn, requireJson] as const,
        request: jsonRequest(CreateShareRequest),
        responses: { 201: jsonContent(CreateShareResponse, 'The share and its link'), ...problemResponses },
      }),
      async (c) => {
        const authorization = c.req.header('Authorization') ?? ''
        const result = await createShare(deps, c.var.clinician, authorization, c.req.valid('json'))
        if (!result.ok) return refuseShare(c, result.refusal)
        const { share, code } = result.value
        return c.json(
          {
            share: shareToWire(share, c.var.clinician, deps.clock()),
            url: `${deps.publicShareRoot}s#${code}`,
          },
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/shares/{shareId}',
        summary: 'One share',
        security,
        middleware: [signedIn] as const,
        request: { params: ShareParams },
        responses: { 200: jsonContent(Share, 'The share'), ...problemResponses },
      }),
      async (c) => {
        const result = await getOwnedShare(deps.store, c.var.clinician, c.req.valid('param').shareId)
        if (!result.ok) return refuseShare(c, result.refusal)
        return c.json(shareToWire(result.value, c.var.clinician, deps.clock()), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/shares/{shareId}',
        summary: 'Revoke a share',
        security,
        middleware: [signedIn] as const,
        request: { params: ShareParams },
        responses: { 200: jsonContent(Share, 'The share, revoked'), ...problemResponses },
      }),
      async (c) => {
        const result = await revokeShare(deps, c.var.clinician, c.req.valid('param').shareId)
        if (!result.ok) return refuseShare(c, result.refusal)
        return c.json(shareToWire(result.value, c.var.clinician, deps.clock()), 200)
      },
    )
}
