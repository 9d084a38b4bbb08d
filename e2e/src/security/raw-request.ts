import { connect } from 'node:net'

export interface RawRequest {
  readonly method?: string
  /** As it is: no client tidies it up. */
  readonly target: string
  readonly version?: '1.0' | '1.1'
  /** In this order; a name may come twice. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string | Buffer
}

export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

const PATIENCE_MS = 30_000

function parse(answer: Buffer): RawAnswer {
  const text = answer.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  return {
    status: Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    body: end < 0 ? '' : text.slice(end + 4),
  }
}

/** Has all come that was announced? */
function isComplete(answer: Buffer): boolean {
  const { head, body } = parse(answer)
  const length = /^content-length: *(\d+)\r?$/im.exec(head)?.[1]
  return length !== undefined && body.length >= Number(length)
}

/** Sends exactly these bytes on a connection of its own; status 0: hung up on without an answer. */
export function rawRequest(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url)
  const { method = 'GET', target, version = '1.1', headers = [], body = '' } = request
  const lines = [
    `${method} ${target} HTTP/${version}`,
    ...(version === '1.1' ? [`Host: ${host}`] : []),
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body.length > 0 || method === 'POST' || method === 'PUT'
      ? [`Content-Length: ${Buffer.byteLength(body)}`]
      : []),
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    const finish = () => resolve(parse(Buffer.concat(chunks)))
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no answer to ${method} ${target}`)))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      // A server that has refused may listen for some seconds more.
      if (parse(chunks[0] ?? chunk).status >= 400 && isComplete(Buffer.concat(chunks))) socket.destroy()
    })
    socket.once('close', (hadError) => (hadError && chunks.length === 0 ? undefined : finish()))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // A server that refuses before it has read everything resets the connection.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') finish()
      else reject(error)
    })
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    if (body.length > 0) socket.write(body)
  })
}
