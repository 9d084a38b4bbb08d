import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { basicAuthorization } from '../stack/part.ts'
import { downloads, forbidden, otherStudies, tricks, views, type Attempt, type Ids } from './attempts.ts'
import { rawRequest, type RawRequest } from './raw-request.ts'
import {
  createStand,
  startFront,
  startStockOrthanc,
  storeSamples,
  tokenOfGuest,
  type Stand,
} from './stand.ts'

const REFUSED = [400, 401, 403, 404, 405, 414]

describe('a stock Orthanc behind nginx and the service’s guard', { timeout: 60_000 }, () => {
  let stand: Stand
  let front: Awaited<ReturnType<typeof startFront>>
  let orthanc: Awaited<ReturnType<typeof startStockOrthanc>>
  let samples: Awaited<ReturnType<typeof storeSamples>>
  let own: Ids
  let view: string
  let download: string
  let doctor: string
  let admin: string

  beforeAll(async () => {
    stand = await createStand()
    orthanc = await startStockOrthanc(stand)
    samples = await storeSamples(orthanc)
    own = samples.own
    front = await startFront(stand, { mode: 'guard', orthanc })
    doctor = await front.issuer.accessToken('doctor-role')
    admin = await front.issuer.accessToken('admin-role')
    view = await tokenOfGuest(front.nginx.url, doctor, own.studyInstanceUID, false)
    download = await tokenOfGuest(front.nginx.url, doctor, own.studyInstanceUID, true)
  }, 180_000)
  afterAll(() => stand.stop())

  const send = (request: RawRequest, token?: string, header = 'Authorization') =>
    rawRequest(front.nginx.url, {
      ...request,
      target: `/orthanc${request.target}`,
      headers: [
        ...(request.headers ?? []),
        ...(token === undefined
          ? []
          : [[header, header === 'Authorization' ? `Bearer ${token}` : token] as const]),
      ],
    })
  const expectRefused = async (attempts: readonly Attempt[], token?: string) => {
    for (const { title, request } of attempts)
      expect({ title, status: (await send(request, token)).status }).toSatisfy(
        ({ status }: { status: number }) => REFUSED.includes(status),
      )
  }
  const expectAllowed = async (attempts: readonly Attempt[], token: string) => {
    for (const { title, request } of attempts)
      expect({ title, status: (await send(request, token)).status }).toEqual({ title, status: 200 })
  }
  const untouched = async () => {
    const headers = { Authorization: basicAuthorization(orthanc.credentials) }
    const answer = await fetch(`${orthanc.url}/statistics`, { headers })
    const { CountStudies, CountInstances } = (await answer.json()) as Record<string, number>
    const labels = await fetch(`${orthanc.url}/studies/${own.study}/labels`, { headers })
    return { CountStudies, CountInstances, labels: await labels.json() }
  }

  it('shows a guest the shared study', () => expectAllowed(views(own), view))
  it('takes the token in the header that Orthanc Explorer uses', async () => {
    expect((await send({ target: `/studies/${own.study}` }, view, 'tOkEn')).status).toBe(200)
  })
  it('gives files to those whose link allows it', () => expectAllowed(downloads(own), download))
  it('gives no files to those who may look only', () => expectRefused(downloads(own), view))
  it('gives an archive by a plain link that carries its token', async () => {
    expect((await send({ target: `/studies/${own.study}/archive?token=${download}` })).status).toBe(200)
    expect((await send({ target: `/studies/${own.study}/archive?token=${view}` })).status).toBe(401)
  })

  it('lets no guest change anything, or reach another study', async () => {
    const before = await untouched()
    for (const token of [view, download, undefined]) {
      await expectRefused(forbidden(own, samples.sibling, samples.file), token)
      await expectRefused(otherStudies(own, samples.sibling), token)
      await expectRefused(otherStudies(own, samples.stranger), token)
      await expectRefused(tricks(own, samples.sibling), token)
    }
    expect(await untouched()).toEqual(before)
  }, 120_000)

  it('narrows searches to the shared study', async () => {
    const all = await send({ target: '/dicom-web/studies' }, view)
    const found = JSON.parse(
      all.body.slice(all.body.indexOf('['), all.body.lastIndexOf(']') + 1),
    ) as unknown[]
    expect(found).toHaveLength(1)
    const lookup = await send(
      { method: 'POST', target: '/tools/lookup', body: samples.sibling.studyInstanceUID },
      view,
    )
    expect(lookup.body).not.toContain(samples.sibling.study)
    const find = await send(
      {
        method: 'POST',
        target: '/tools/find',
        headers: [['Content-Type', 'application/json']],
        body: JSON.stringify({ Level: 'Study', Query: {} }),
      },
      view,
    )
    expect(find.body).not.toContain(samples.sibling.study)
  })

  it('takes a guest for a guest whatever else comes along', async () => {
    const target = { method: 'DELETE', target: `/studies/${own.study}` }
    const both = (one: string, another: string) =>
      send({
        ...target,
        headers: [
          ['Authorization', `Bearer ${one}`],
          ['Token', another],
        ],
      })
    expect((await both(admin, view)).status).toBe(403)
    expect((await both(view, admin)).status).toBe(403)
    const joined = await send({ ...target, headers: [['Authorization', `Bearer ${admin}, Bearer ${view}`]] })
    expect(joined.status).toBe(403)
    const argument = await send({
      target: `/studies/${samples.sibling.study}/archive?token=${download}`,
      headers: [['Authorization', `Bearer ${admin}`]],
    })
    expect(argument.status).toBe(403)
  })

  it('lets clinicians do what their role allows', async () => {
    expect((await send({ target: '/dicom-web/studies' }, doctor)).status).toBe(200)
    expect((await send({ target: `/studies/${samples.stranger.study}/archive` }, doctor)).status).toBe(200)
    const label = { method: 'PUT', target: `/studies/${own.study}/labels/seen` }
    expect((await send(label, doctor)).status).toBe(403)
    expect((await send(label, admin)).status).toBe(200)
    expect((await send({ ...label, method: 'DELETE' }, admin)).status).toBe(200)
    const upload = { method: 'POST', target: '/instances', body: samples.file }
    expect((await send(upload, admin)).status).toBe(200)
  })

  it('keeps the service’s inner surface to itself', async () => {
    const prefixes = [
      '',
      '/share',
      '/share/..',
      '/share/%2e%2e',
      '/share/..\\',
      '/share/x/..\\..\\',
      '/share//..',
    ]
    const inner = ['tokens/validate', 'tokens/decode', 'user/get-profile', 'settings/roles', 'metrics', 'readyz',
      'gateway/authorize', '_studylink/authorize', 'emails/templates'] // prettier-ignore
    for (const prefix of prefixes)
      for (const path of inner) {
        const target = `${prefix}/${path}`.replace('\\/', '\\')
        const { status } = await rawRequest(front.nginx.url, { target })
        expect({ target, status }).toSatisfy(({ status: got }: { status: number }) =>
          [400, 404].includes(got),
        )
      }
  })

  it('refuses what two servers may read differently', async () => {
    for (const target of ['/share//s', '/share/./s', '/share/s#x', 'share/s', '/share/%2e/s', '/ohif/..%2fx'])
      expect({ target, status: (await rawRequest(front.nginx.url, { target })).status }).toEqual({
        target,
        status: 400,
      })
  })

  it('answers HTTP/1.0', async () => {
    const { status } = await send({ target: `/studies/${own.study}`, version: '1.0' }, view)
    expect(status).toBe(200)
  })

  it('sends the headers that keep patients’ data together', async () => {
    const { head } = await send({ target: `/studies/${own.study}` }, view)
    expect(head).toMatch(/^Cache-Control: private, no-store\r?$/im)
    expect(head).toMatch(/^Referrer-Policy: no-referrer\r?$/im)
    expect(head).toMatch(/^X-Content-Type-Options: nosniff\r?$/im)
    expect(head).toMatch(/^Content-Security-Policy: .*sandbox/im)
    for (const name of ['referrer-policy', 'x-content-type-options', 'cache-control'])
      expect(head.toLowerCase().split(`\n${name}:`)).toHaveLength(2)
  })

  it('serves the viewer’s pages, and no page for a file that is not there', async () => {
    const status = async (target: string) => (await rawRequest(front.nginx.url, { target })).status
    expect(await status('/ohif/')).toBe(200)
    expect(await status(`/ohif/viewer?StudyInstanceUIDs=${own.studyInstanceUID}`)).toBe(200)
    expect(await status('/ohif/app-config.js')).toBe(200)
    expect(await status('/ohif/missing.js')).toBe(404)
    expect(await status('/ohif/missing.mjs')).toBe(404)
  })

  it('writes no token into its logs', async () => {
    await send({ target: `/studies/${own.study}/archive?token=${download}` })
    for (const name of ['access.log', 'error.log', 'nginx.log']) {
      const log = await readFile(join(stand.folder, 'nginx-logs', name), 'utf8')
      expect(log).not.toMatch(/sl[vd]_|eyJ|token=/)
    }
    const access = await readFile(join(stand.folder, 'nginx-logs', 'access.log'), 'utf8')
    expect(access).toContain(`/orthanc/studies/${own.study}/archive HTTP`)
  })

  it('refuses everything while the service is away', async () => {
    await front.backend.stop()
    const { status } = await send({ target: `/studies/${own.study}` }, view)
    expect(status).toBe(503)
    expect((await send({ target: '/dicom-web/studies' }, view)).status).toBe(503)
  })
})
