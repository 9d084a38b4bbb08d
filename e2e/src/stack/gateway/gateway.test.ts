import { once } from 'node:events'
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGatewayApp } from './app.ts'
import { listenForGateway, type GatewayServer } from './server.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server that records what it is asked. */
async function recorder(answer: RequestListener): Promise<{ url: string; seen: Seen[]; server: Server }> {
  const seen: Seen[] = []
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = incoming
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    answer(incoming, outgoing)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server }
}

/** As the client wrote it: fetch would tidy the path up. */
async function rawRequest(gateway: GatewayServer, path: string, headers: Record<string, string> = {}) {
  const client = request({ host: '127.0.0.1', port: gateway.port, path, headers })
  client.end()
  const [answer] = (await once(client, 'response')) as [IncomingMessage]
  answer.resume()
  return answer
}

describe('the gateway', () => {
  const IMAGE = Buffer.alloc(1024 * 1024, 7)
  let verdict: { status: number; target?: string }
  let backend: Awaited<ReturnType<typeof recorder>>
  let orthanc: Awaited<ReturnType<typeof recorder>>
  let gateway: GatewayServer
  let folder: string

  beforeEach(async () => {
    verdict = { status: 403 }
    backend = await recorder((incoming, outgoing) => {
      if (incoming.url !== '/gateway/authorize') return outgoing.end('from the backend')
      if (verdict.target) outgoing.setHeader('X-StudyLink-Target', verdict.target)
      return outgoing.writeHead(verdict.status).end()
    })
    orthanc = await recorder((_incoming, outgoing) =>
      outgoing.writeHead(200, { 'WWW-Authenticate': 'Basic', 'Content-Length': IMAGE.length }).end(IMAGE),
    )
    folder = await mkdtemp(join(tmpdir(), 'studylink-ohif-'))
    await writeFile(join(folder, 'index.html'), '<title>OHIF</title>')
    await writeFile(join(folder, 'app.bundle.0123456789abcdef.js'), 'code')
    await writeFile(join(folder, 'app.bundle.css'), 'style')
    gateway = await listenForGateway(0, '127.0.0.1')
    gateway.serve(
      createGatewayApp({
        publicUrl: new URL('http://pacs.example:8080'),
        signInUrl: new URL('http://pacs.example:8080'),
        backendUrl: backend.url,
        backendCredentials: { username: 'gateway', password: 'known' },
        orthancUrl: orthanc.url,
        orthancCredentials: { username: 'inner', password: 'secret' },
        identityUrl: backend.url,
        ohif: {
          files: { version: '0', prepared: folder, dist: folder },
          configurationFile: join(folder, 'index.html'),
        },
      }),
    )
  })
  afterEach(async () => {
    await gateway.stop()
    backend.server.close()
    orthanc.server.close()
    await rm(folder, { recursive: true })
  })

  describe('in front of Orthanc', () => {
    it('asks the guard with the raw request and the client’s tokens', async () => {
      await rawRequest(gateway, '/orthanc/dicom-web//studies/%31?a=b', {
        Authorization: 'Bearer x',
        Token: 'y',
        'Api-Key': 'z',
      })
      expect(backend.seen[0]).toMatchObject({
        url: '/gateway/authorize',
        headers: {
          authorization: `Basic ${Buffer.from('gateway:known').toString('base64')}`,
          'x-original-method': 'GET',
          'x-original-uri': '/orthanc/dicom-web//studies/%31?a=b',
          'x-original-authorization': 'Bearer x',
          'x-original-token': 'y',
          'x-original-api-key': 'z',
        },
      })
      expect(orthanc.seen).toEqual([])
    })

    it.each([401, 403, 503])('hands the guard’s %i on', async (status) => {
      verdict = { status }
      expect((await fetch(`${gateway.url}/orthanc/studies/x`)).status).toBe(status)
      expect(orthanc.seen).toEqual([])
    })

    it.each([undefined, 'http://elsewhere.example/', '//elsewhere.example/'])(
      'fetches nothing when the guard names the target %j',
      async (target) => {
        verdict = target === undefined ? { status: 204 } : { status: 204, target }
        expect((await fetch(`${gateway.url}/orthanc/studies/x`)).status).toBe(502)
        expect(orthanc.seen).toEqual([])
      },
    )

    it('fetches exactly what the guard names, as Orthanc’s own user and without the client’s secrets', async () => {
      verdict = { status: 204, target: '/dicom-web/studies/1.2?canonical' }
      const answer = await fetch(`${gateway.url}/orthanc/anything/else`, {
        headers: {
          Authorization: 'Bearer x',
          Token: 'y',
          'Api-Key': 'z',
          Cookie: 'z=1',
          Accept: 'application/dicom+json',
        },
      })
      const [asked] = orthanc.seen
      expect(asked?.url).toBe('/dicom-web/studies/1.2?canonical')
      expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from('inner:secret').toString('base64')}`)
      expect(asked?.headers.forwarded).toBe('host=pacs.example:8080;proto=http')
      expect(asked?.headers.accept).toBe('application/dicom+json')
      expect(Object.keys(asked?.headers ?? {})).not.toEqual(expect.arrayContaining(['cookie']))
      expect(JSON.stringify(asked?.headers)).not.toMatch(/Bearer|"token"|"api-key"/)
      expect(answer.headers.get('WWW-Authenticate')).toBeNull()
      expect(answer.headers.get('Cache-Control')).toContain('no-store')
    })

    it('hands nothing on that a client sends behind a read: it would hold Orthanc, or smuggle a request', async () => {
      verdict = { status: 204, target: '/system' }
      for (const framing of [
        { 'Content-Length': '100000' },
        { 'Content-Type': 'text/plain', 'Transfer-Encoding': 'chunked' },
      ]) {
        const client = request({
          host: '127.0.0.1',
          port: gateway.port,
          path: '/orthanc/system',
          headers: framing,
        })
        client.on('error', () => {})
        client.write('GET /readyz HTTP/1.1\r\n')
        const [answer] = (await once(client, 'response')) as [IncomingMessage]
        expect(answer.statusCode).toBe(200)
        client.destroy()
      }
      expect(orthanc.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
        ['GET', '/system', ''],
        ['GET', '/system', ''],
      ])
    })

    it('uploads what the guard allows', async () => {
      verdict = { status: 204, target: '/dicom-web/studies' }
      await fetch(`${gateway.url}/orthanc/dicom-web/studies`, { method: 'POST', body: 'a file' })
      expect(orthanc.seen[0]).toMatchObject({ method: 'POST', body: 'a file' })
    })

    it('delivers an image whole, though Orthanc hung up before the client read it', async () => {
      verdict = { status: 204, target: '/image' }
      const hungUp = new Promise((resolve) => {
        orthanc.server.once('connection', (socket) => socket.once('close', resolve))
      })
      const client = request({ port: gateway.port, host: '127.0.0.1', path: '/orthanc/x' })
      client.end()
      const [answer] = (await once(client, 'response')) as [IncomingMessage]
      await hungUp
      let length = 0
      for await (const chunk of answer) length += (chunk as Buffer).length
      expect(length).toBe(IMAGE.length)
    })

    it.each([
      ['GET', '/dicom-web/studies?PatientID=1'],
      ['GET', '/dicom-web/series'],
      ['POST', '/tools/find'],
    ])('leaves the search %s %s to the backend, with all that says who asks', async (method, path) => {
      const headers = { authorization: 'Bearer x', token: 'y', 'api-key': 'z' }
      await fetch(`${gateway.url}/orthanc${path}`, { method, headers })
      expect(backend.seen).toMatchObject([{ method, url: `/gateway/orthanc${path}`, headers }])
    })

    it('takes an upload to the place of a search for no search', async () => {
      await fetch(`${gateway.url}/orthanc/dicom-web/studies`, { method: 'POST', body: 'a file' })
      expect(backend.seen.map(({ url }) => url)).toEqual(['/gateway/authorize'])
    })
  })

  describe('in front of the backend', () => {
    it('passes the request on with the client’s address', async () => {
      await fetch(`${gateway.url}/share/api/me?x=1`, {
        method: 'POST',
        body: '{}',
        headers: { Authorization: 'Bearer x', 'X-Forwarded-For': '203.0.113.9' },
      })
      expect(backend.seen).toMatchObject([
        {
          method: 'POST',
          url: '/share/api/me?x=1',
          body: '{}',
          headers: {
            authorization: 'Bearer x',
            'x-forwarded-for': '203.0.113.9, 127.0.0.1',
            'x-forwarded-host': 'pacs.example:8080',
            'x-forwarded-proto': 'http',
          },
        },
      ])
    })

    it.each([
      '/tokens/validate',
      '/gateway/authorize',
      '/metrics',
      '/share/../tokens/validate',
      '/share/%2e%2e/metrics',
      '/share/.%2E/.%2e/metrics',
      '//share/../metrics',
    ])('does not lead to %s', async (path) => {
      const answer = await rawRequest(gateway, path)
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(backend.seen).toEqual([])
    })

    it('tells a failure of the backend and nothing more', async () => {
      backend.server.close()
      backend.server.closeAllConnections()
      const answer = await fetch(`${gateway.url}/share/api/config`)
      expect(answer.status).toBe(502)
      expect(await answer.text()).not.toContain('127.0.0.1')
    })

    it('compresses text for clients that take it', async () => {
      backend.server.removeAllListeners('request')
      backend.server.on('request', (_incoming, outgoing) =>
        outgoing.writeHead(200, { 'Content-Type': 'text/javascript' }).end('x'.repeat(5000)),
      )
      const answer = await fetch(`${gateway.url}/share/a.js`, { headers: { 'Accept-Encoding': 'gzip' } })
      expect(answer.headers.get('Content-Encoding')).toBe('gzip')
      expect(await answer.text()).toHaveLength(5000)
    })
  })

  describe('serving the viewer', () => {
    it('leads from the root to it', async () => {
      const answer = await fetch(gateway.url, { redirect: 'manual' })
      expect(answer.headers.get('Location')).toBe('/ohif/')
    })

    it.each(['/ohif', '/ohif/', '/ohif/viewer?StudyInstanceUIDs=1', '/ohif/callback'])(
      'answers %s with its page, to be asked for again',
      async (path) => {
        const answer = await fetch(gateway.url + path)
        expect(await answer.text()).toContain('OHIF')
        expect(answer.headers.get('Cache-Control')).toBe('no-cache')
      },
    )

    it('lets files with a hash in their name be kept for ever', async () => {
      const answer = await fetch(`${gateway.url}/ohif/app.bundle.0123456789abcdef.js`)
      expect(answer.headers.get('Cache-Control')).toContain('immutable')
    })

    it('answers 304 while a file is the same', async () => {
      const first = await fetch(`${gateway.url}/ohif/app.bundle.css`)
      const again = await fetch(`${gateway.url}/ohif/app.bundle.css`, {
        headers: { 'If-None-Match': first.headers.get('ETag') ?? '' },
      })
      expect(again.status).toBe(304)
    })

    it('answers 404 for a file that is not there, not with a page', async () => {
      expect((await fetch(`${gateway.url}/ohif/1.bundle.js`)).status).toBe(404)
    })
  })

  it('lets nobody lay another page over the viewer', async () => {
    const answer = await fetch(`${gateway.url}/ohif/`)
    expect(answer.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'self'")
  })

  it.each(['evil.example', 'evil.example:8080', 'pacs.example.evil.example:8080', 'pacs.example:9999'])(
    'answers nobody who came for %s: a foreign name may lead to this machine',
    async (host) => {
      const answer = await rawRequest(gateway, '/share/api/config', { Host: host })
      expect(answer.statusCode).toBe(421)
      expect(backend.seen).toEqual([])
    },
  )

  it.each(['pacs.example:8080', 'localhost:1', '192.0.2.7:8080', '[::1]:8080'])(
    'answers who came for %s',
    async (host) => {
      const answer = await rawRequest(gateway, '/share/api/config', { Host: host })
      expect(answer.statusCode).toBe(200)
    },
  )

  it('lets no guest have more under way at Orthanc than a browser needs', async () => {
    verdict = { status: 204, target: '/instances/x/frames' }
    orthanc.server.removeAllListeners('request')
    const held: ServerResponse[] = []
    orthanc.server.on('request', (_incoming, outgoing) => void held.push(outgoing))
    const ask = (authorization: string) =>
      fetch(`${gateway.url}/orthanc/x`, { headers: { Authorization: authorization } })
    const guest = 'Bearer slv_first.token'
    const underWay = Array.from({ length: 12 }, () => ask(guest))
    await vi.waitUntil(() => held.length === 12)
    expect((await ask(guest)).status).toBe(429)
    const others = [ask('Bearer slv_second.token'), ask('Bearer of.a.clinician')]
    await vi.waitUntil(() => held.length === 14)
    for (const outgoing of held.splice(0)) outgoing.end()
    for (const answer of await Promise.all([...underWay, ...others])) await answer.text()
    const again = ask(guest)
    await vi.waitUntil(() => held.length === 1)
    held[0]?.end()
    expect((await again).status).toBe(200)
  })

  it('refuses WebSockets', async () => {
    const answer = await rawRequest(gateway, '/share/api/config', {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
    })
    expect(answer.statusCode).toBe(400)
  })

  it('says in one line that its port is taken, and what to do', async () => {
    await expect(listenForGateway(gateway.port, '127.0.0.1')).rejects.toThrow(/Port \d+ is in use.*--port/)
  })
})
