import { isIP } from 'node:net'
import { Hono, type Context } from 'hono'
import { OHIF_ROOT } from '../../provision/ohif-sub-path.ts'
import {
  addressed,
  clientHeaders,
  forward,
  parsedTarget,
  type GatewayAddresses,
  type GatewayEnv,
} from './forward.ts'
import { createOhifFiles, type OhifFilesOptions } from './ohif-files.ts'
import { createOrthancRoutes, type OrthancRoutesOptions } from './orthanc-routes.ts'

export interface GatewayOptions extends OrthancRoutesOptions {
  readonly identityUrl: string
  readonly ohif: OhifFilesOptions
  /** Hears what clients send and get with the share service, for tests that look for what must never be logged. */
  readonly listen?: ((text: string) => void) | undefined
}

/** An address, by which no foreign name can have been pointed at this machine. */
const isAddress = (hostname: string) =>
  hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0

/**
 * Is this request meant for us? A page anywhere may have its own name resolved to this machine (DNS rebinding) and
 * would then read our answers as its own.
 */
const isOurs = (host: string | undefined, { publicUrl, signInUrl }: GatewayAddresses): boolean =>
  host === publicUrl.host ||
  host === signInUrl.host ||
  (host !== undefined && URL.canParse(`http://${host}`) && isAddress(new URL(`http://${host}`).hostname))

/**
 * The one public surface of the stack, under the deployment's own paths. Of the backend only `/share/` is
 * reachable; Orthanc only through the guard.
 */
export function createGatewayApp(options: GatewayOptions) {
  const { publicUrl, signInUrl, backendUrl, identityUrl, listen } = options
  const passTo = (server: string, heard?: typeof listen) => (c: Context<GatewayEnv>) =>
    forward(c, server + parsedTarget(c), {
      headers: clientHeaders(c, addressed(c, options)),
      listen: heard,
    })

  return (
    new Hono<GatewayEnv>()
      .use(async (c, next) => {
        if (!isOurs(c.req.header('Host'), options)) return c.text(`This is ${publicUrl.origin}`, 421)
        listen?.(JSON.stringify([c.env.incoming.headers, c.env.incoming.url]))
        return next()
      })
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
      .all('/share/api/*', passTo(backendUrl, listen))
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
