import { Hono, type Context } from 'hono'
import { OHIF_ROOT } from '../../provision/ohif-sub-path.ts'
import { addressed, clientHeaders, forward, parsedTarget, type GatewayEnv } from './forward.ts'
import { createOhifFiles, type OhifFilesOptions } from './ohif-files.ts'
import { createOrthancRoutes, type OrthancRoutesOptions } from './orthanc-routes.ts'

export interface GatewayOptions extends OrthancRoutesOptions {
  readonly identityUrl: string
  readonly ohif: OhifFilesOptions
}

/**
 * The one public surface of the stack, under the deployment's own paths. Of the backend only `/share/` is
 * reachable; Orthanc only through the guard.
 */
export function createGatewayApp(options: GatewayOptions) {
  const { publicUrl, signInUrl, backendUrl, identityUrl } = options
  const passTo = (server: string) => (c: Context<GatewayEnv>) =>
    forward(c, server + parsedTarget(c), { headers: clientHeaders(c, addressed(c, options)) })

  return (
    new Hono<GatewayEnv>()
      .use(async (c, next) => {
        if (c.req.header('Upgrade')?.toLowerCase() === 'websocket') return c.text('No WebSockets here', 400)
        return next()
      })
      // Sign-in and links are bound to one origin: two names of this machine would be two.
      .use(async (c, next) => {
        const host = c.req.header('Host')
        if (
          signInUrl.hostname === '127.0.0.1' &&
          host === `localhost:${signInUrl.port}` &&
          publicUrl.host !== host &&
          c.req.method === 'GET'
        ) {
          return c.redirect(signInUrl.origin + parsedTarget(c), 307)
        }
        return next()
      })
      .get('/', (c) => c.redirect(OHIF_ROOT))
      .all('/share/*', passTo(backendUrl))
      .all('/keycloak/*', passTo(identityUrl))
      .route('/', createOrthancRoutes(options))
      .route('/', createOhifFiles(options.ohif))
      .notFound((c) => c.text('Not found', 404))
      .onError((error, c) => {
        if (!c.env.outgoing.destroyed) console.error(`The gateway cannot answer: ${error.message}`)
        return c.text('The server behind this address does not answer', 502)
      })
  )
}
