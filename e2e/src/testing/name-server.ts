import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A name server of this machine (RFC 1035): every name is 127.0.0.1, once it is told to answer. */
export interface NameServer {
  /** `host:port` */
  readonly address: string
  /** Before, every name is unknown. */
  answer(): void
  stop(): Promise<void>
}

const HEADER_BYTES = 12
const NAME_ERROR = 0x81_83
const NO_ERROR = 0x81_80
/** The question's name, type A, class IN, not to be kept, four bytes of address. */
const LOCALHOST = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1])

export async function startNameServer(): Promise<NameServer> {
  let knows = false
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const reply = Buffer.from(query)
    reply.writeUInt16BE(knows ? NO_ERROR : NAME_ERROR, 2)
    reply.writeUInt16BE(knows ? 1 : 0, 6)
    reply.writeUInt32BE(0, 8)
    const question = reply.subarray(HEADER_BYTES)
    // One question: its name ends with an empty label, then come type and class.
    const end = HEADER_BYTES + question.indexOf(0) + 5
    socket.send(Buffer.concat([reply.subarray(0, end), ...(knows ? [LOCALHOST] : [])]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    answer: () => {
      knows = true
    },
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
