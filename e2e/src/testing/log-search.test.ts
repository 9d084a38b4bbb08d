import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleStudies } from '../samples/catalog.ts'
import { createGatewayApp } from '../stack/gateway/app.ts'
import { listenForGateway, type GatewayServer } from '../stack/gateway/server.ts'
import { SAMPLE_PASSWORD } from '../stack/identity/users.ts'
import { createLogSearch } from './log-search.ts'

const CODE = 'A2345678901234bcdefghijklmnopqrstuvwx'
const TOKEN = `eyJhbGciOiJkaXIifQ..${'t'.repeat(40)}`
const SIGNATURE = 's'.repeat(86)
const { patientName } = sampleStudies.ctThorax.patient

describe('the search of the logs, behind the real gateway', () => {
  let folder: string
  let backend: Server
  let gateway: GatewayServer
  let search: ReturnType<typeof createLogSearch>

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studylink-logs-'))
    const answer = JSON.stringify({ viewerUrl: `/ohif/viewer#token=slv_${TOKEN}` })
    backend = createServer((incoming, outgoing) => {
      incoming.resume().once('end', () => outgoing.setHeader('Content-Type', 'application/json').end(answer))
    })
    await once(backend.listen(0, '127.0.0.1'), 'listening')
    const backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
    search = createLogSearch()
    gateway = await listenForGateway(0, '127.0.0.1')
    gateway.serve(
      createGatewayApp({
        publicUrl: new URL(gateway.url),
        signInUrl: new URL(gateway.url),
        backendUrl,
        backendCredentials: { username: 'gateway', password: 'known' },
        orthancUrl: backendUrl,
        orthancCredentials: { username: 'inner', password: 'secret' },
        identityUrl: backendUrl,
        ohif: {
          files: { version: '0', prepared: folder, dist: folder },
          configurationFile: join(folder, 'index.html'),
        },
        listen: search.hear,
      }),
    )
    await fetch(`${gateway.url}/share/api/guest/open`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'api-key': 'a-key-of-somebody' },
      body: JSON.stringify({ code: CODE, pin: '4711', openId: 'x' }),
    }).then((response) => response.text())
    const authorization = `Bearer aaa.bbb.${SIGNATURE}`
    await fetch(`${gateway.url}/share/api/me`, { headers: { authorization } }).then((response) =>
      response.text(),
    )
  })
  afterEach(async () => {
    await gateway.stop()
    backend.close()
    await rm(folder, { recursive: true })
  })

  const log = (name: string, facts: Readonly<Record<string, unknown>>) =>
    writeFile(join(folder, name), `{"msg":"ready"}\n${JSON.stringify(facts)}\n`)

  it('is content with logs that tell what happened and to whom nothing', async () => {
    await log('backend.log', {
      method: 'POST',
      route: '/share/api/guest/open',
      requestId: '1f47112c',
      status: 200,
    })
    await expect(search.assertAbsent(folder)).resolves.toBeUndefined()
  })

  it.each([
    ['code of a link', { path: `/share/s#${CODE}` }],
    ['PIN', { body: { pin: '4711' } }],
    ['resource token', { url: `/ohif/viewer?token=slv_${TOKEN}&x=1` }],
    ['access token', { headers: { authorization: `Bearer aaa.bbb.${SIGNATURE}` } }],
    ['api-key', { error: 'no user has the key a-key-of-somebody' }],
    ['password', { form: `username=doctor&password=${SAMPLE_PASSWORD}` }],
    ['patient’s name', { error: `cannot store ${patientName}` }],
    ['patient’s name', { patient: `${patientName.split('^').at(0)}, A.` }],
  ])('fails on a %s in one of several logs, and names both without telling it', async (kind, facts) => {
    await log('backend.log', { route: '/share/api/guest/open' })
    await log('nginx.log', facts)
    await expect(search.assertAbsent(folder)).rejects.toThrow(`Secrets in the logs: ${kind} in nginx.log`)
  })

  it('fails on nothing that was not used', async () => {
    await log('backend.log', { pin: '0815', token: `slv_${TOKEN.replaceAll('t', 'u')}` })
    await expect(search.assertAbsent(folder)).resolves.toBeUndefined()
  })
})
