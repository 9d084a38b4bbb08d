import type { Front } from '../front.ts'
import { createGatewayApp } from './app.ts'
import { listenForGateway } from './server.ts'

/** The gateway of this process at the public port: what `npm start` needs, without anything to fetch. */
export async function openGatewayFront(port: number, host: string): Promise<Front> {
  const { url, stop, serve } = await listenForGateway(port, host)
  return { url, stop, serve: (behind) => serve(createGatewayApp(behind)) }
}
