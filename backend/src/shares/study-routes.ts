import { createRoute } from '@hono/zod-openapi'
import { LookupStudiesRequest, LookupStudiesResponse } from '../contract/index.ts'
import { createBearerAuth } from '../http/bearer-auth.ts'
import { requireJson } from '../http/json-body.ts'
import { createApiRoutes, jsonContent, jsonRequest, problemResponses } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import { hasPermission, type Identity } from '../identity/clinician.ts'
import type { StudyHeads } from '../orthanc/study-heads.ts'

export interface StudyRoutesDeps {
  readonly identity: Identity
  readonly heads: StudyHeads
}

/** `/share/api/studies`: what names studies to whoever is about to share them, or has shared them. */
export const createStudyRoutes = ({ identity, heads }: StudyRoutesDeps) =>
  createApiRoutes().openapi(
    createRoute({
      method: 'post',
      path: '/studies/lookup',
      summary: 'What names studies, with the caller’s own rights; unknown and forbidden ones are absent',
      security: [{ accessToken: [] }],
      middleware: [createBearerAuth(identity), requireJson] as const,
      request: jsonRequest(LookupStudiesRequest),
      responses: {
        200: jsonContent(LookupStudiesResponse, 'Patient data: keep it nowhere'),
        ...problemResponses,
      },
    }),
    async (c) => {
      const { clinician } = c.var
      if (!hasPermission(clinician, 'view')) return problem(c, 'forbidden', { reason: 'view' })
      const { studies } = c.req.valid('json')
      const found = await heads.lookup(clinician, c.req.header('Authorization') ?? '', studies)
      return found.ok ? c.json({ studies: [...found.value] }, 200) : problem(c, found.refusal.reason)
    },
  )
