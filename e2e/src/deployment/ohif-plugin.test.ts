import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { cacheFolder, inProject } from '../project.ts'
import { provideNginx } from '../provision/nginx.ts'
import { startNginx } from '../stack/nginx/server.ts'
import { createStand, newGatewayCredentials, task, type Stand } from '../testing/stand.ts'

const NAMED_BY_CONTENT = 'app.bundle.26b7eafdf05b5445414b.js'
/** As plugin 1.8 answers, which Debian does not have; the whole of it is tried by hand and with `OHIF_PLUGIN`. */
const FILES: Readonly<Record<string, readonly [type: string, content: string]>> = {
  '/ohif/': [
    'text/html',
    `<html><head><script>a()</script><script defer src="./${NAMED_BY_CONTENT}"></script>`,
  ],
  '/ohif/app.bundle.css': ['text/css', 'p { margin: 0 }'],
  [`/ohif/${NAMED_BY_CONTENT}`]: ['application/javascript', 'b()'],
}

describe.each([
  { at: 'the top', path: '' },
  { at: '/imaging', path: '/imaging' },
])('the viewer of Orthanc’s own plugin behind nginx, at $at', { timeout: 60_000 }, ({ path }) => {
  let stand: Stand
  let url: string
  let asked: IncomingMessage[] = []
  beforeAll(async () => {
    stand = await createStand()
    const orthanc = createServer((request, response) => {
      asked.push(request)
      const [type, content] = FILES[request.url ?? ''] ?? []
      response.writeHead(type === undefined ? 404 : 200, {
        'Content-Type': type ?? 'application/json',
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
      })
      response.end(content)
    })
    await once(orthanc.listen(0, '127.0.0.1'), 'listening')
    stand.keep({ stop: () => new Promise<void>((resolve) => orthanc.close(() => resolve())) })
    const port = await freePort()
    const nobody = 'http://127.0.0.1:9'
    const nginx = await startNginx({
      program: await provideNginx(cacheFolder, task),
      publicUrl: new URL(`http://127.0.0.1:${port}${path}/`),
      port,
      mode: 'plugin',
      ohifMode: 'plugin',
      backendUrl: nobody,
      backendCredentials: newGatewayCredentials(),
      orthancUrl: `http://127.0.0.1:${(orthanc.address() as AddressInfo).port}`,
      orthancCredentials: newGatewayCredentials(),
      identityUrl: nobody,
      webRoot: stand.folder,
      ohifConfiguration: inProject('deploy', 'ohif', 'app-config.js'),
      dataFolder: join(stand.folder, 'nginx'),
      logFolder: join(stand.folder, 'nginx-logs'),
    })
    stand.keep(nginx)
    url = `${nginx.url}${path}/ohif/`
  }, 60_000)
  afterAll(() => stand.stop())
  beforeEach(() => {
    asked = []
  })

  it.each(['', 'viewer?StudyInstanceUIDs=1.2', 'callback?code=x&state=y', 'notfoundstudy', 'preclinical-4d'])(
    'has one page for all of the viewer’s own: %j',
    async (page) => {
      const answer = await fetch(url + page)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain(`src="./${NAMED_BY_CONTENT}"`)
      expect(asked.map((request) => request.url)).toEqual(['/ohif/'])
      expect(answer.headers.get('cache-control')).toBe('no-cache')
    },
  )

  it('runs the page’s own scripts and this host’s, and no others', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const answer = await fetch(url)
        const policy = answer.headers.get('content-security-policy') ?? ''
        const [nonce = ''] = /(?<='nonce-)[0-9a-f]{32}(?=')/.exec(policy) ?? []
        expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' 'nonce-${nonce}';`)
        expect(policy).toContain("frame-ancestors 'self'; base-uri 'self'; object-src 'none'")
        expect((await answer.text()).match(/<script nonce="\w+"/g)).toEqual(
          Array.from({ length: 2 }, () => `<script nonce="${nonce}"`),
        )
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  it('asks Orthanc for a file and tells it nothing of who wants it', async () => {
    const headers = { Authorization: 'Bearer slv_x', Token: 'slv_x', 'Api-Key': 'x', Cookie: 'a=b' }
    const answer = await fetch(`${url}app.bundle.css?token=slv_x`, { headers })
    expect(await answer.text()).toBe(FILES['/ohif/app.bundle.css']?.[1])
    expect(asked.map((request) => request.url)).toEqual(['/ohif/app.bundle.css'])
    expect(Object.keys(asked[0]?.headers ?? {})).toEqual(
      expect.not.arrayContaining(Object.keys(headers).map((name) => name.toLowerCase())),
    )
    for (const method of ['POST', 'PUT', 'DELETE'])
      for (const page of ['', 'viewer', 'app.bundle.css', NAMED_BY_CONTENT])
        expect((await fetch(url + page, { method })).status).toBe(405)
    expect(asked).toHaveLength(1)
  })

  it('lets browsers keep what is named by its content, and says the same about isolation as for our own files', async () => {
    const answer = await fetch(url + NAMED_BY_CONTENT)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const page of ['', 'app.bundle.css', NAMED_BY_CONTENT])
      expect([...(await fetch(url + page)).headers.keys()].join()).not.toContain('cross-origin')
    const missing = await fetch(`${url}app.bundle.0000000000000000000.js`)
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, null])
  })

  it('has our configuration, and no list for guests to fetch ahead', async () => {
    const configuration = await (await fetch(`${url}app-config.js`)).text()
    expect(configuration).toBe(await readFile(inProject('deploy', 'ohif', 'app-config.js'), 'utf8'))
    expect((await fetch(`${url}studylink-prefetch.json`)).status).toBe(404)
    expect(asked).toEqual([])
  })
})
