import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { SetupError } from '../../process/setup-error.ts'
import type { StackPart } from '../part.ts'
import type { createGatewayApp } from './app.ts'

export interface GatewayServer extends StackPart {
  readonly port: number
  /** Until this is called, requests are answered 503. */
  serve(app: ReturnType<typeof createGatewayApp>): void
}

/**
 * Takes the public port first, so that its address can be told to the parts that stand behind it.
 *
 * @param port 0 for any free one
 * @throws {SetupError} when the port is taken
 */
export async function listenForGateway(port: number, host: string): Promise<GatewayServer> {
  let answer: Parameters<typeof getRequestListener>[0] = () =>
    new Response('Starting', { status: 503, headers: { 'Retry-After': '1' } })
  const server = createServer(
    getRequestListener((request, env) => answer(request, env), { overrideGlobalObjects: false }),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new SetupError(`Port ${port} is in use; stop what listens there or choose another with --port`)
          : error,
      ),
    )
    server.listen(port, host, resolve)
  })
  const taken = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    serve(app) {
      answer = app.fetch
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
