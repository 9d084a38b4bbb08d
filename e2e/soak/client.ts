import { Agent, request } from 'node:http'

export interface HttpClient {
  /** @returns status and number of bytes of the answer's body; status 0: there was none */
  ask(options: {
    readonly path: string
    readonly method?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
  }): Promise<{ readonly status: number; readonly text: string; readonly bytes: number }>
  close(): void
}

/** A browser's six connections and no more, kept open. Bodies of images are counted, not kept. */
const CONNECTIONS = 6

/** One of many addresses of this machine: all of 127.0.0.0/8 is the loopback. */
export const addressOf = (number: number) => `127.0.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`

/** A client of one server on this machine, with an address of its own if need be. */
export function createClient(url: string, localAddress?: string): HttpClient {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  return {
    ask: ({ path, method = 'GET', headers = {}, body }) =>
      new Promise((resolve) => {
        const outgoing = request(
          {
            hostname,
            port,
            path,
            method,
            headers,
            agent,
            ...(localAddress === undefined ? {} : { localAddress }),
          },
          (incoming) => {
            const isText = /json/.test(incoming.headers['content-type'] ?? '')
            let bytes = 0
            const chunks: Buffer[] = []
            incoming.on('data', (chunk: Buffer) => {
              bytes += chunk.length
              if (isText) chunks.push(chunk)
            })
            incoming.once('close', () =>
              resolve({
                // Cut short is no answer.
                status: incoming.complete ? (incoming.statusCode ?? 0) : 0,
                text: Buffer.concat(chunks).toString(),
                bytes,
              }),
            )
          },
        )
        outgoing.once('error', () => resolve({ status: 0, text: '', bytes: 0 }))
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}
