import { OpenAPIHono } from '@hono/zod-openapi'
import { except } from 'hono/combine'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import type { Env } from 'hono'
import type { Logger } from 'pino'
import type { ConfigResponse } from './contract/index.ts'
import { createGuestRoutes, type GuestRoutesDeps } from './guest/routes.ts'
import { createFaultHandler, handleUnknownRoute } from './http/faults.ts'
import { limitBody } from './http/json-body.ts'
import { SurfaceRouter } from './http/surface-router.ts'
import './http/variables.ts'
import { createHealthRoutes, type HealthDeps } from './observability/health.ts'
import type { Metrics } from './observability/metrics.ts'
import { createRequestLog } from './observability/request-log.ts'
import { createOuterIssueRoutes, type OuterIssueDeps } from './plugin/index.ts'
import { createEmailShareRoutes, type EmailRoutesDeps } from './shares/email-routes.ts'
import { createManageRoutes, type ManageRoutesDeps } from './shares/manage-routes.ts'
import { createShareRoutes, type ShareRoutesDeps } from './shares/routes.ts'
import { createStudyRoutes, type StudyRoutesDeps } from './shares/study-routes.ts'
import { createSignInRoutes, extensionOrigins, type SignInRoutesDeps } from './sign-in/index.ts'
import { createConfigRoutes } from './web/config-routes.ts'
import { dataHeaders } from './web/content-policy.ts'
import { createWebRoutes, type WebDeps } from './web/routes.ts'

export interface AppDeps {
  readonly log: Logger
  readonly metrics?: Metrics | undefined
  readonly health: HealthDeps
  /** Absent without a PUBLIC_SHARE_ROOT: there are no pages, no links of ours and no API for them. */
  readonly publicConfig?: ConfigResponse | undefined
  /** Absent: nobody makes links here, since nobody signs in or no archive says what they may see. */
  readonly shares?: (ShareRoutesDeps & ManageRoutesDeps & EmailRoutesDeps & StudyRoutesDeps) | undefined
  readonly guest: GuestRoutesDeps
  readonly web: WebDeps
  /** The plugin's route for OE2, as a proxy may send it here; absent as `shares` is. */
  readonly outerIssue?: OuterIssueDeps | undefined
  /** Absent: browser extensions cannot sign in here. */
  readonly signIn?: SignInRoutesDeps | undefined
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
  const app = new OpenAPIHono({ router: new SurfaceRouter() })
  app.onError(createFaultHandler(deps.log))
  app.notFound(handleUnknownRoute)
  app.use(createRequestLog(deps.log, deps.metrics?.observe))
  app.route('/', createHealthRoutes(deps.health))
  deps.mountInner(app)

  if (deps.outerIssue) {
    app.use('/share/orthanc/*', noStore, dataHeaders)
    app.route('/', createOuterIssueRoutes(deps.outerIssue))
  }
  if (deps.publicConfig) mountOuter(app, deps, deps.publicConfig)
  return app
}

/** What people meet, under `/share/`. */
const mountOuter = (app: OpenAPIHono, deps: AppDeps, publicConfig: ConfigResponse) => {
  const isExtension = extensionOrigins(deps.signIn?.redirectUris ?? [])
  if (deps.corsOrigins.length > 0 || deps.signIn)
    app.use(
      '/share/*',
      except(
        '/share/api/guest/*',
        cors({
          origin: (origin) => (deps.corsOrigins.includes(origin) || isExtension(origin) ? origin : null),
          allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
          allowHeaders: ['Authorization', 'Content-Type'],
          maxAge: 600,
        }),
      ),
    )
  app.use('/share/api/*', noStore, dataHeaders, limitBody)
  app.route('/share/api', createConfigRoutes(publicConfig))
  if (deps.shares) {
    app.route('/share/api', createShareRoutes(deps.shares))
    app.route('/share/api', createManageRoutes(deps.shares))
    app.route('/share/api', createEmailShareRoutes(deps.shares))
    app.route('/share/api', createStudyRoutes(deps.shares))
  }
  if (deps.signIn) app.route('/share/api/sign-in', createSignInRoutes(deps.signIn))
  app.route('/share/api/guest', createGuestRoutes(deps.guest))
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', { type: 'http', scheme: 'bearer' })
  app.doc31('/share/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'StudyLink', version: publicConfig.version },
  })
  app.route('/', createWebRoutes(deps.web))
}
