import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { type Result, ok, refuse } from '../kernel/result.ts'

/** `broken`: the client went away before the end. */
export type BodyReadRefusal = 'too-large' | 'broken'

/**
 * A request's body as text. Counts while reading, since the plugin sends chunks and no length.
 * Under Node it reads from the server's own stream: a web stream, as hono's body limit needs, costs more than
 * the whole rest of a decision.
 */
export const readBounded = async (c: Context, maxBytes: number): Promise<Result<string, BodyReadRefusal>> => {
  // Node's own request when there is a server, nothing under `app.request()`.
  const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming
  if (incoming && !incoming.readableDidRead) return readIncoming(incoming, maxBytes)
  const bytes = await c.req.arrayBuffer()
  return bytes.byteLength > maxBytes ? refuse('too-large') : ok(Buffer.from(bytes).toString('utf8'))
}

const readIncoming = (incoming: IncomingMessage, maxBytes: number) =>
  new Promise<Result<string, BodyReadRefusal>>((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      // What comes after is read and dropped, so that the refusal still reaches the client.
      if (size > maxBytes) resolve(refuse('too-large'))
      else chunks.push(chunk)
    })
    incoming.once('end', () => {
      const [only, ...more] = chunks
      resolve(ok((only && more.length === 0 ? only : Buffer.concat(chunks)).toString('utf8')))
    })
    incoming.once('error', () => resolve(refuse('broken')))
  })
