import { createRoute } from '@hono/zod-openapi'
import { ConfigResponse } from '../contract/index.ts'
import { createApiRoutes, jsonContent } from '../http/openapi.ts'

/** `GET /share/api/config`: what anyone may know, the same for all. */
export const createConfigRoutes = (config: ConfigResponse) =>
  createApiRoutes().openapi(
    createRoute({
      method: 'get',
      path: '/config',
      summary: 'What front ends need to know',
      responses: { 200: jsonContent(ConfigResponse, 'The same for everybody') },
    }),
    (c) => c.json(config, 200),
  )
