import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A port in front of a server, so that tests can take the server away and give it back. */
export interface FrontDoor {
  readonly url: string
  /** Leads to the server at this address. */
  leadTo(url: string): Promise<void>
  /** Nothing listens. */
  shut(): Promise<void>
  /** Takes connections and never answers. */
  hang(): Promise<void>
  /** Answers whatever is asked with this, and hangs up. */
  answer(text: string): Promise<void>
}

/** Opens one on a free port of this machine; nothing listens there yet. */
export async function createFrontDoor(): Promise<FrontDoor> {
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let port = 0

  const shut = async () => {
    const closing = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
  }
  const open = async (serve: (client: Socket) => void) => {
    await shut()
    server = createServer((client) => {
      sockets.add(client)
      client.on('error', () => {}).once('close', () => sockets.delete(client))
      serve(client)
    })
    await once(server.listen(port, '127.0.0.1'), 'listening')
    ;({ port } = server.address() as AddressInfo)
  }

  await open(() => {})
  await shut()
  return {
    url: `http://127.0.0.1:${port}`,
    shut,
    leadTo(url) {
      const { hostname, port: inner } = new URL(url)
      return open((client) => {
        const upstream = connect(Number(inner), hostname)
        sockets.add(upstream)
        upstream.on('error', () => client.destroy()).once('close', () => sockets.delete(upstream))
        client.once('close', () => upstream.destroy())
        client.pipe(upstream).pipe(client)
      })
    },
    hang: () => open((client) => void client.resume()),
    answer: (text) => open((client) => client.once('data', () => client.end(text))),
  }
}
