import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { JWKS } from 'oidc-provider'
import type { StackPart } from '../part.ts'
import { openProviderMemory } from './memory.ts'
import { createProvider, REALM_PATH, realmUrl } from './provider.ts'
import { createSignInRoutes } from './sign-in.ts'

export interface IdentityOptions {
  readonly publicUrl: URL
  /** Sessions are kept here from one run to the next. */
  readonly dataFolder: string
  readonly keys: JWKS
  readonly cookieKeys: readonly string[]
}

export interface IdentityServer extends StackPart {
  /** What tokens carry as `iss`. */
  readonly issuer: string
  /** The realm as servers behind the gateway reach it. */
  readonly innerUrl: string
  /** What the backend is told besides, for what only this provider can. */
  readonly backendSettings?: Readonly<Record<string, string>>
}

/** Starts the embedded OIDC provider on a port of its own, for the gateway and the backend only. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityServer> {
  const issuer = realmUrl(options.publicUrl)
  const memory = await openProviderMemory(join(options.dataFolder, 'sign-ins.json'))
  const provider = createProvider({ ...options, memory })
  const pages = getRequestListener(createSignInRoutes(provider).fetch, { overrideGlobalObjects: false })
  const protocol = provider.callback()
  const server = createServer(
    (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
      const url = request.url ?? '/'
      if (url.startsWith(`${REALM_PATH}/interaction/`)) return pages(request, response)
      if (!url.startsWith(`${REALM_PATH}/`)) return response.writeHead(404).end()
      // How a mounted provider learns the path that it is mounted at: as whoever asks sees it.
      const isFromOutside = request.headers['x-forwarded-host'] !== undefined
      request.url = url.slice(REALM_PATH.length)
      request.originalUrl = (isFromOutside ? issuer.pathname : REALM_PATH) + request.url
      return protocol(request, response)
    },
  )
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    issuer: issuer.href,
    innerUrl: url + REALM_PATH,
    async stop() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      await memory.save()
    },
  }
}
