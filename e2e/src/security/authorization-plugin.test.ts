import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { inProject } from '../project.ts'
import { downloads, forbidden, otherStudies, tricks, views, type Attempt } from './attempts.ts'
import { rawRequest, type RawRequest } from './raw-request.ts'
import {
  createStand,
  newGatewayCredentials,
  startFront,
  startStockOrthanc,
  storeSamples,
  tokenOfGuest,
  type Stand,
} from './stand.ts'

/** File of Orthanc's authorization plugin, which Debian does not have. */
const plugin = process.env.AUTHORIZATION_PLUGIN
const isThere = plugin !== undefined && existsSync(plugin)
const REFUSED = [0, 400, 401, 403, 404, 405, 414]

describe.skipIf(!isThere)(
  `an Orthanc with its authorization plugin behind nginx${isThere ? '' : ' (set AUTHORIZATION_PLUGIN to its file)'}`,
  { timeout: 60_000 },
  () => {
    let stand: Stand
    let front: Awaited<ReturnType<typeof startFront>>
    let samples: Awaited<ReturnType<typeof storeSamples>>
    let view: string
    let download: string
    let doctor: string
    let admin: string

    beforeAll(async () => {
      stand = await createStand()
      const stock = await startStockOrthanc(stand)
      samples = await storeSamples(stock)
      await stock.stop()
      const gatewayCredentials = newGatewayCredentials()
      const port = await freePort()
      const orthanc = { url: `http://127.0.0.1:${port}`, credentials: stock.credentials }
      front = await startFront(stand, {
        mode: 'plugin',
        orthanc,
        gatewayCredentials,
        // The plugin says no server's name.
        settings: { ORTHANC_AUTHORIZATION: 'plugin', SERVER_ID: '' },
        beforeNginx: async (backendUrl) => {
          await startStockOrthanc(stand, {
            plugins: [plugin ?? ''],
            configurationFolder: inProject('deploy', 'orthanc-plugin'),
            environment: {
              BACKEND_URL: backendUrl,
              PUBLIC_URL: 'http://127.0.0.1',
              AUTHORIZATION_USERNAME: gatewayCredentials.username,
              AUTHORIZATION_PASSWORD: gatewayCredentials.password,
            },
            port,
          })
        },
      })
      doctor = await front.issuer.accessToken('doctor-role')
      admin = await front.issuer.accessToken('admin-role')
      view = await tokenOfGuest(front.nginx.url, doctor, samples.own.studyInstanceUID, false)
      download = await tokenOfGuest(front.nginx.url, doctor, samples.own.studyInstanceUID, true)
    }, 180_000)
    afterAll(() => stand.stop())

    const send = (request: RawRequest, token?: string) =>
      rawRequest(front.nginx.url, {
        ...request,
        target: `/orthanc${request.target}`,
        headers: [
          ...(request.headers ?? []),
          ...(token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]),
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
      const instances = await send({ target: `/studies/${samples.own.study}/statistics` }, admin)
      const labels = await send({ target: `/studies/${samples.own.study}/labels` }, admin)
      expect([instances.status, labels.status]).toEqual([200, 200])
      const sibling = await send({ target: `/studies/${samples.sibling.study}` }, admin)
      return [instances.body, labels.body, sibling.status]
    }

    it('shows a guest the shared study', () => expectAllowed(views(samples.own), view))
    it('gives files to those whose link allows it', () => expectAllowed(downloads(samples.own), download))
    it('gives no files to those who may look only', () => expectRefused(downloads(samples.own), view))

    it('lets no guest change anything, or reach another study', async () => {
      const before = await untouched()
      for (const token of [view, download, undefined]) {
        await expectRefused(forbidden(samples.own, samples.sibling, samples.file), token)
        await expectRefused(otherStudies(samples.own, samples.sibling), token)
        await expectRefused(otherStudies(samples.own, samples.stranger), token)
        await expectRefused(tricks(samples.own, samples.sibling), token)
      }
      expect(await untouched()).toEqual(before)
    }, 120_000)

    it('takes a guest for a guest whatever else comes along', async () => {
      const before = await untouched()
      const madeUp = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.e30.AAAA`
      const target = `/studies/${samples.own.study}/anonymize`
      const guestsWays: readonly (readonly (readonly [string, string])[])[] = [
        [['Authorization', `Bearer ${madeUp}`], ['token', view]], // prettier-ignore
        [['token', view], ['Authorization', `Bearer ${madeUp}`]], // prettier-ignore
        [['token', madeUp], ['token', view]], // prettier-ignore
        [['token', view], ['token', madeUp]], // prettier-ignore
        [['token', `${madeUp}, ${view}`]],
        [['api-key', view]],
        [['api-key', 'x'.repeat(20)], ['token', view]], // prettier-ignore
        [['Authorization', 'Basic YTpi'], ['token', view]], // prettier-ignore
      ]
      for (const headers of guestsWays) {
        const { status } = await send({
          method: 'POST',
          target,
          headers: [...headers, ['Content-Type', 'application/json']],
          body: '{"Force":true}',
        })
        expect({ headers: headers.map(([name]) => name), status }).toSatisfy(
          ({ status: got }: { status: number }) => REFUSED.includes(got),
        )
      }
      for (const query of [`token=${view}`, `%74oken=${view}`, `token=x&token=${view}`, `TOKEN=${view}`]) {
        const { status } = await send(
          { method: 'POST', target: `${target}?${query}`, body: '{"Force":true}' },
          madeUp,
        )
        expect({ query, status }).toSatisfy(({ status: got }: { status: number }) => REFUSED.includes(got))
      }
      for (const token of [view, view.replace('slv', '%73lv'), view.replace('_', '%5f')]) {
        const { status } = await send({ target: `/studies/${samples.own.study}/archive?token=${token}` })
        expect(REFUSED).toContain(status)
      }
      expect(await untouched()).toEqual(before)
    })

    it('lets clinicians do what their role allows', async () => {
      expect((await send({ target: '/dicom-web/studies' }, doctor)).status).toBe(200)
      expect((await send({ target: `/studies/${samples.stranger.study}/archive` }, doctor)).status).toBe(200)
      const find = {
        method: 'POST',
        target: '/tools/find',
        body: JSON.stringify({ Level: 'Study', Query: {} }),
      }
      expect((await send(find, doctor)).status).toBe(200)
      expect((await send({ method: 'DELETE', target: `/studies/${samples.own.study}` }, doctor)).status).toBe(
        403,
      )
    })

    it('makes links by the service, which knows who asks', async () => {
      const body = JSON.stringify({
        Resources: [{ DicomUid: samples.own.studyInstanceUID, OrthancId: '', Level: 'study' }],
        Type: 'ohif-viewer-publication',
      })
      const request = {
        method: 'PUT',
        target: '/auth/tokens/ohif-viewer-publication',
        headers: [['Content-Type', 'application/json'] as const],
        body,
      }
      const made = await send(request, doctor)
      expect(made.status).toBe(200)
      expect(made.body).toContain('/share/s#')
      expect((await send(request, view)).status).toBe(401)
      expect((await send(request)).status).toBe(401)
    })
  },
)
