import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dropSlowReader } from './slow-readers.ts'

const MEBIBYTE = 2 ** 20

let answered: Promise<ServerResponse>
let client: Socket
let stop: () => void
beforeEach(async () => {
  let answer: (outgoing: ServerResponse) => void = () => {}
  answered = new Promise((resolve) => (answer = resolve))
  const server = createServer((_incoming, outgoing) => answer(outgoing))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => {})
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  stop = () => {
    client.destroy()
    server.close()
  }
})
afterEach(() => stop())

it('ends an answer that nobody reads', async () => {
  const outgoing = await answered
  client.pause()
  outgoing.write(Buffer.alloc(32 * MEBIBYTE))
  dropSlowReader(outgoing, { minBytesPerSecond: 1_000, windowMs: 50 })
  await once(outgoing, 'close')
  expect(outgoing.writableFinished).toBe(false)
})

it('lets an answer wait for the server behind it, and ends one that is read as it should', async () => {
  const outgoing = await answered
  client.resume()
  dropSlowReader(outgoing, { minBytesPerSecond: 1_000, windowMs: 20 })
  outgoing.write('first')
  for (let window = 0; window < 5; window += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  outgoing.end('last')
  await once(outgoing, 'close')
  expect(outgoing.writableFinished).toBe(true)
})
