import { createRoute, z } from '@hono/zod-openapi'
import { accepts } from 'hono/accepts'
import {
  ListEventsQuery,
  ListEventsResponse,
  ListSharesQuery,
  ListSharesResponse,
  RevokeSharesRequest,
  RevokeSharesResponse,
  Share,
  ShareId,
  ShareLinkResponse,
  UpdateShareRequest,
} from '../contract/index.ts'
import type { ShareCodes } from '../codes/share-code.ts'
import { createBearerAuth } from '../http/bearer-auth.ts'
import { requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonContent, jsonRequest, problemResponses } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import { hasPermission, type Identity } from '../identity/clinician.ts'
import { liveShareOf } from '../store/share-state.ts'
import { formatCursor, parseEventCursor } from './cursors.ts'
import { eventsToCsv, eventToWire, listAllEvents } from './events.ts'
import { listShares, type ListSharesDeps } from './list-shares.ts'
import { getOwnedShare } from './owned-share.ts'
import { refuseShare } from './refusals.ts'
import { revokeShares, type RevokeSharesDeps } from './revoke-share.ts'
import { updateShare, type UpdateShareDeps } from './update-share.ts'
import { shareToWire } from './wire.ts'

export interface ManageRoutesDeps extends ListSharesDeps, RevokeSharesDeps, UpdateShareDeps {
  readonly codes: ShareCodes
  readonly identity: Identity
  /** Root of the link, ending with `/`. */
  readonly publicShareRoot: string
}

const security = [{ accessToken: [] }]
const params = z.object({ shareId: ShareId })

/** `/share/api/shares`: what owners, and administrators, do with shares that are there. */
export const createManageRoutes = (deps: ManageRoutesDeps) => {
  const signedIn = createBearerAuth(deps.identity)

  return createApiRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/shares',
        summary: 'Shares, newest first',
        security,
        middleware: [signedIn] as const,
        request: { query: ListSharesQuery },
        responses: { 200: jsonContent(ListSharesResponse, 'A page of shares'), ...problemResponses },
      }),
      async (c) => {
        const { clinician } = c.var
        const authorization = c.req.header('Authorization') ?? ''
        const result = await listShares(deps, clinician, authorization, c.req.valid('query'))
        if (!result.ok) return refuseShare(c, result.refusal)
        const { shares, nextCursor } = result.value
        const now = deps.clock()
        return c.json({ shares: shares.map((share) => shareToWire(share, clinician, now)), nextCursor }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/shares/{shareId}',
        summary: 'Change a share',
        security,
        middleware: [signedIn, requireJson] as const,
        request: { params, ...jsonRequest(UpdateShareRequest) },
        responses: { 200: jsonContent(Share, 'The share, changed'), ...problemResponses },
      }),
      async (c) => {
        const { shareId } = c.req.valid('param')
        const authorization = c.req.header('Authorization') ?? ''
        const result = await updateShare(deps, c.var.clinician, authorization, shareId, c.req.valid('json'))
        if (!result.ok) return refuseShare(c, result.refusal)
        return c.json(shareToWire(result.value, c.var.clinician, deps.clock()), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/shares/{shareId}/link',
        summary: 'The link once more',
        security,
        middleware: [signedIn] as const,
        request: { params },
        responses: { 200: jsonContent(ShareLinkResponse, 'The link'), ...problemResponses },
      }),
      async (c) => {
        const owned = await getOwnedShare(deps.store, c.var.clinician, c.req.valid('param').shareId)
        if (!owned.ok) return refuseShare(c, owned.refusal)
        const code = deps.codes.remake(owned.value.shareId, owned.value.codeKid)
        // The key that made it is no longer configured: nobody can open it either.
        if (code === undefined) return problem(c, 'link-unknown')
        return c.json({ url: `${deps.publicShareRoot}s#${code}` }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/shares/{shareId}/events',
        summary: 'History of a share, newest first; as CSV with `format=csv` or `Accept: text/csv`',
        security,
        middleware: [signedIn] as const,
        request: { params, query: ListEventsQuery },
        responses: {
          200: {
            description: 'A page as JSON, or all of it as CSV',
            content: {
              'application/json': { schema: ListEventsResponse },
              'text/csv': { schema: z.string() },
            },
          },
          ...problemResponses,
        },
      }),
      async (c) => {
        const owned = await getOwnedShare(deps.store, c.var.clinician, c.req.valid('param').shareId)
        if (!owned.ok) return refuseShare(c, owned.refusal)
        const { shareId } = owned.value
        const { format, cursor, limit } = c.req.valid('query')
        const accepted = accepts(c, {
          header: 'Accept',
          supports: ['application/json', 'text/csv'],
          default: 'application/json',
        })
        if ((format ?? (accepted === 'text/csv' ? 'csv' : 'json')) === 'csv')
          return c.text(eventsToCsv(await listAllEvents(deps.store, shareId)), 200, {
            'Content-Type': 'text/csv; charset=utf-8; header=present',
            'Content-Disposition': `attachment; filename="share-${shareId}.csv"`,
          })
        const beforeEventId = cursor === undefined ? undefined : parseEventCursor(cursor)
        if (cursor !== undefined && beforeEventId === undefined)
          return problem(c, 'invalid-request', { field: 'cursor', detail: 'This is no cursor of ours.' })
        const found = await deps.store.listEvents(shareId, { beforeEventId, limit: limit + 1 })
        const page = found.slice(0, limit)
        const last = page.at(-1)
        const nextCursor = last && found.length > limit ? formatCursor(last.eventId) : null
        return c.json({ events: page.map(eventToWire), nextCursor }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/shares/{shareId}/unlock',
        summary: 'Permit ten more tries of the PIN',
        security,
        middleware: [signedIn] as const,
        request: { params },
        responses: { 200: jsonContent(Share, 'The share, unlocked'), ...problemResponses },
      }),
      async (c) => {
        const { shareId } = c.req.valid('param')
        const owned = await getOwnedShare(deps.store, c.var.clinician, shareId)
        if (!owned.ok) return refuseShare(c, owned.refusal)
        if (!hasPermission(c.var.clinician, 'share')) return problem(c, 'may-not-share')
        const unlocked = await deps.store.unlockShare(shareId, c.var.clinician, deps.clock())
        if (!unlocked) return problem(c, 'not-found')
        deps.liveShares.update(liveShareOf(unlocked))
        return c.json(shareToWire(unlocked, c.var.clinician, deps.clock()), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/shares/revoke',
        summary: 'End all shares of one owner or of one study, for administrators',
        security,
        middleware: [signedIn, requireJson] as const,
        request: jsonRequest(RevokeSharesRequest),
        responses: { 200: jsonContent(RevokeSharesResponse, 'How many were ended'), ...problemResponses },
      }),
      async (c) => {
        const result = await revokeShares(deps, c.var.clinician, c.req.valid('json'))
        return result.ok ? c.json({ revoked: result.value }, 200) : refuseShare(c, result.refusal)
      },
    )
}
