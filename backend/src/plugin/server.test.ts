import { serve } from '@hono/node-server'
import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, type Server, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { basic, createTestService, validateBody } from './test-service.ts'

const AUTHORIZATION = basic('orthanc', 'inner password')

let server: Server | undefined
afterEach(() => {
  server?.close()
})

const listen = async (options: { readonly serverId?: string } = {}) => {
  const service = await createTestService(options)
  const running = serve({ fetch: service.app.fetch, hostname: '127.0.0.1', port: 0 })
  server = running as Server
  if (!server.listening) await once(server, 'listening')
  return { service, port: (server.address() as AddressInfo).port }
}

/** Sends as Orthanc does: a new connection, chunks and no length. */
const postChunks = async (port: number, path: string, chunks: readonly (string | Buffer)[]) => {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method: 'POST',
    agent: false,
    headers: {
      Authorization: AUTHORIZATION,
      'Content-Type': 'application/json',
      'Transfer-Encoding': 'chunked',
    },
  })
  for (const chunk of chunks) outgoing.write(chunk)
  outgoing.end()
  const [incoming] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream & { statusCode: number }]
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  return { status: incoming.statusCode, text }
}

describe('the inner routes behind a real server', () => {
  it('read a body that comes in chunks with no length', async () => {
    const { service, port } = await listen()
    const { token } = await service.share()
    const body = JSON.stringify(validateBody(token))
    const chunks = body.match(/.{1,40}/g) ?? []
    expect(await postChunks(port, '/tokens/validate', chunks)).toEqual({
      status: 200,
      text: '{"granted":true,"validity":5}',
    })
  })

  it('keep a letter whole that two chunks share', async () => {
    const { service, port } = await listen({ serverId: 'Zürich' })
    const { token } = await service.share()
    const bytes = Buffer.from(JSON.stringify(validateBody(token, { 'server-id': 'Zürich' })))
    const cut = bytes.indexOf('ü') + 1
    const answer = await postChunks(port, '/tokens/validate', [bytes.subarray(0, cut), bytes.subarray(cut)])
    expect(answer.text).toContain('"granted":true')
  })

  it('answer 413 to an endless body instead of keeping it', async () => {
    const { port } = await listen()
    const answer = await postChunks(
      port,
      '/tokens/validate',
      Array.from({ length: 20 }, () => 'x'.repeat(10_000)),
    )
    expect(answer.status).toBe(413)
    expect(answer.text).toContain('body-too-large')
  })

  it('serve the next call after a client that went away in the middle', async () => {
    const { service, port } = await listen()
    const { token } = await service.share()
    const client = connect(port, '127.0.0.1')
    const head = ['POST /tokens/validate HTTP/1.1', 'Host: x', `Authorization: ${AUTHORIZATION}`]
    client.write([...head, 'Transfer-Encoding: chunked', '', '9', '{"level":', ''].join('\r\n'))
    await once(server as Server, 'request')
    client.destroy()
    await once(client, 'close')
    expect((await postChunks(port, '/tokens/validate', [JSON.stringify(validateBody(token))])).status).toBe(
      200,
    )
  })
})
