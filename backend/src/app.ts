import { OpenAPIHono } from '@hono/zod-openapi'
import { except } from 'hono/combine'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { requestId } from 'hono/request-id'
import type { Env } from 'hono'
import type { Logger } from 'pino'
import type { ConfigResponse } from './contract/index.ts'
import { createGuestRoutes, type GuestRoutesDeps } from './guest/routes.ts'
import { createFaultHandler, handleUnknownRoute } from './http/faults.ts'
import { limitBody } from './http/json-body.ts'
import './http/variables.ts'
import { createHealthRoutes, type HealthDeps } from './observability/health.ts'
import { createRequestLog } from './observability/request-log.ts'
import { createShareRoutes, type ShareRoutesDeps } from './shares/routes.ts'
import { createConfigRoutes } from './web/config-routes.ts'
import { dataHeaders } from './web/content-policy.ts'
import { createWebRoutes, type WebDeps } from './web/routes.ts'

export interface AppDeps {
  readonly log: Logger
  readonly health: HealthDeps
  readonly publicConfig: ConfigResponse
  readonly shares: ShareRoutesDeps
  readonly guest: GuestRoutesDeps
  readonly web: WebDeps
  /** Origins other than our own whose pages may call the API. */
  readonly corsOrigins: readonly string[]
  /** Adds what stands behind the inner authentication: the plugin's routes, the proxy's guard. */
  mountInner(app: OpenAPIHono): void
}

const noStore = createMiddleware<Env>(async (c, next) => {
  await next()
  c.res.headers.set('Cache-Control', 'no-store')
})

/** The whole service as one Hono application. Starts nothing. */
export const createApp = (deps: AppDeps) => {
  const app = new OpenAPIHono()
  app.onError(createFaultHandler(deps.log))
  app.notFound(handleUnknownRoute)
  // Made here for every request: a caller's own would put its text into the log.
  app.use(requestId({ headerName: '' }))
  app.use(createRequestLog(deps.log))
  app.route('/', createHealthRoutes(deps.health))
  deps.mountInner(app)

  if (deps.corsOrigins.length > 0)
    app.use(
      '/share/*',
      except(
        '/share/api/guest/*',
        cors({
          origin: [...deps.corsOrigins],
          allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
          allowHeaders: ['Authorization', 'Content-Type'],
          maxAge: 600,
        }),
      ),
    )
  app.use('/share/api/*', noStore, dataHeaders, limitBody)
  app.route('/share/api', createConfigRoutes(deps.publicConfig))
  app.route('/share/api', createShareRoutes(deps.shares))
  app.route('/share/api/guest', createGuestRoutes(deps.guest))
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', { type: 'http', scheme: 'bearer' })
  app.doc31('/share/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'StudyLink', version: deps.publicConfig.version },
  })
  app.route('/', createWebRoutes(deps.web))
  return app
}
