import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/utils/compress'
import { dropSlowReader } from './slow-readers.ts'

export type GatewayEnv = { Bindings: HttpBindings }

/** What the client asked for, exactly as it was sent: the guard judges this, not a normalised form. */
export const rawTarget = (c: Context<GatewayEnv>): string => c.env.incoming.url ?? '/'

/** The request's path and arguments after the URL parser: no dot segments are left in it. */
export function parsedTarget(c: Context<GatewayEnv>): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

/** Aborted when the client goes away before its answer is complete. */
export function clientLeft(c: Context<GatewayEnv>): AbortSignal {
  const left = new AbortController()
  c.env.outgoing.once('close', () => left.abort())
  return left.signal
}

/** The addresses by which browsers reach the gateway. */
export interface GatewayAddresses {
  /** What links and QR codes carry. */
  readonly publicUrl: URL
  /** Where clinicians sign in: the same, unless browsers allow no sign-in there (plain http on the network). */
  readonly signInUrl: URL
}

/** The one of them that this request came by. */
export const addressed = (c: Context<GatewayEnv>, { publicUrl, signInUrl }: GatewayAddresses): URL =>
  c.req.header('Host') === signInUrl.host ? signInUrl : publicUrl

/** Who is calling and by which public address, as a proxy tells the server behind it. */
export function forwardedHeaders(c: Context<GatewayEnv>, publicUrl: URL): Record<string, string> {
  const clientAddress = c.env.incoming.socket.remoteAddress ?? 'unknown'
  const before = c.req.header('X-Forwarded-For')
  return {
    'x-forwarded-for': before ? `${before}, ${clientAddress}` : clientAddress,
    'x-forwarded-host': publicUrl.host,
    'x-forwarded-proto': publicUrl.protocol.slice(0, -1),
  }
}

/** They belong to one connection (RFC 9110 §7.6.1), or name the server that was asked. */
const OF_ONE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
])

const withoutConnection = (headers: NodeJS.Dict<string | string[]>): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.has(name)))

const withoutBody = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-(length|type)$/i.test(name)))

/** All that the client said, for servers that judge it themselves. */
export const clientHeaders = (c: Context<GatewayEnv>, publicUrl: URL): OutgoingHttpHeaders => ({
  ...withoutConnection(c.env.incoming.headers),
  ...forwardedHeaders(c, publicUrl),
})

/** Should the gateway compress this answer, which the server behind it did not? */
const isWorthCompressing = (c: Context<GatewayEnv>, answer: IncomingMessage): boolean =>
  c.req.method === 'GET' &&
  answer.statusCode === 200 &&
  answer.headers['content-encoding'] === undefined &&
  COMPRESSIBLE_CONTENT_TYPE_REGEX.test(answer.headers['content-type'] ?? '') &&
  /\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '')

export interface ForwardOptions {
  /** Sent as they are, and no others. */
  readonly headers: OutgoingHttpHeaders
  /** Set on the answer, over what the server says; undefined leaves one out. */
  readonly answerHeaders?: NodeJS.Dict<string>
  /** Hears both bodies as text, for tests that look for what must never be logged. */
  readonly listen?: ((text: string) => void) | undefined
}

/** Hands on what comes, and tells all of it at the end. */
function listenTo(listen: (text: string) => void): Transform {
  const chunks: Buffer[] = []
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done(null, chunk)
    },
    flush(done) {
      listen(Buffer.concat(chunks).toString('utf8'))
      done()
    },
  })
}

/**
 * Passes a request on and streams the answer back; ends when the client goes away. Redirects are the
 * client's to follow.
 *
 * By node:http and not fetch: in Node 20, fetch drops what it has not yet handed on when the server hangs up
 * («other side closed»), and Orthanc does so a second after it sent an image to a slow phone.
 *
 * @throws when the server behind does not answer
 */
export async function forward(
  c: Context<GatewayEnv>,
  url: string,
  { headers, answerHeaders = {}, listen }: ForwardOptions,
): Promise<Response> {
  const { incoming, outgoing } = c.env
  const { method } = c.req
  const isRead = method === 'GET' || method === 'HEAD'
  // No agent, so each connection carries one request: nothing that follows on it can pass as another.
  const upstream = request(url, { method, headers: isRead ? withoutBody(headers) : headers, agent: false })
  outgoing.once('close', () => upstream.destroy())
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve).once('error', reject)
  })
  if (isRead) {
    // What a client sends behind a read is nobody's: it would hold a thread of the server, or smuggle a request.
    incoming.resume()
    upstream.end()
  } else {
    // An upload that is cut short, or refused before its end, shows in `answered`.
    pipeline([incoming, ...(listen ? [listenTo(listen)] : []), upstream]).catch(() => {})
  }
  const answer = await answered

  const sent: OutgoingHttpHeaders = { ...withoutConnection(answer.headers), ...answerHeaders }
  for (const [name, value] of Object.entries(sent)) if (value === undefined) delete sent[name]
  const isCompressed = isWorthCompressing(c, answer)
  const stages = [...(listen ? [listenTo(listen)] : []), ...(isCompressed ? [createGzip()] : [])]
  if (isCompressed) {
    delete sent['content-length']
    sent['content-encoding'] = 'gzip'
    sent['vary'] = [sent['vary'], 'Accept-Encoding'].filter(Boolean).join(', ')
  }
  outgoing.writeHead(answer.statusCode ?? 502, sent)
  // The pipeline adds eight listeners of its own to ours.
  outgoing.setMaxListeners(20)
  dropSlowReader(outgoing)
  // Past this point the client sees a broken answer by its length; nothing more can be told.
  await pipeline([answer, ...stages, outgoing]).catch(() => outgoing.destroy())
  return RESPONSE_ALREADY_SENT
}
