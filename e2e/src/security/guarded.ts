import { expect } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { inProject } from '../project.ts'
import type { Attempt } from './attempts.ts'
import { rawRequest, type RawRequest } from './raw-request.ts'
import {
  newGatewayCredentials,
  startFront,
  startStockOrthanc,
  storeSamples,
  tokenOfGuest,
  type Stand,
} from '../testing/stand.ts'

/** 0: hung up on. */
const REFUSED = [0, 400, 401, 403, 404, 405, 414, 421, 501]
type Header = readonly [string, string]

/**
 * nginx's mode; `plugin`: with that file, and with the viewer of `ohifPlugin`, if given. `path`: what stands in front of
 * all paths, e.g. `/imaging`.
 */
export type Mode = { readonly path?: string } & (
  | { readonly mode: 'guard' }
  | { readonly mode: 'plugin'; readonly plugin: string; readonly ohifPlugin?: string | undefined }
)
type PluginMode = Mode & { readonly mode: 'plugin' }

/** Orthanc with its authorization plugin, which asks the service: so it starts between the two others. */
async function startFrontOfPlugin(stand: Stand, { plugin, ohifPlugin, path = '' }: PluginMode) {
  const gatewayCredentials = newGatewayCredentials()
  const credentials = newGatewayCredentials()
  const port = await freePort()
  return startFront(stand, {
    mode: 'plugin',
    ohifMode: ohifPlugin === undefined ? 'files' : 'plugin',
    path,
    orthanc: { url: `http://127.0.0.1:${port}`, credentials },
    gatewayCredentials,
    // The plugin says no server's name.
    settings: { ORTHANC_AUTHORIZATION: 'plugin', SERVER_ID: '' },
    beforeNginx: async (backendUrl) => {
      await startStockOrthanc(stand, {
        plugins: ohifPlugin === undefined ? [plugin] : [plugin, ohifPlugin],
        configurationFolder: inProject('deploy', 'orthanc-plugin'),
        environment: {
          BACKEND_URL: backendUrl,
          PUBLIC_URL: `http://127.0.0.1${path}`,
          PUBLIC_PATH: path,
          AUTHORIZATION_USERNAME: gatewayCredentials.username,
          AUTHORIZATION_PASSWORD: gatewayCredentials.password,
        },
        credentials,
        port,
      })
    },
  })
}

/** The samples in an Orthanc behind nginx, and what everybody carries who asks for them. */
export async function startGuarded(stand: Stand, mode: Mode) {
  const { path = '' } = mode
  const orthanc = await startStockOrthanc(stand, { environment: { PUBLIC_PATH: path } })
  const samples = await storeSamples(orthanc)
  if (mode.mode === 'plugin') await orthanc.stop()
  const front = await (mode.mode === 'plugin'
    ? startFrontOfPlugin(stand, mode)
    : startFront(stand, { mode: 'guard', path, orthanc }))
  const { url } = front.nginx
  const doctor = await front.issuer.accessToken('doctor-role')
  const admin = await front.issuer.accessToken('admin-role')
  const { studyInstanceUID } = samples.own
  const view = await tokenOfGuest(url + path, doctor, studyInstanceUID, false)
  const download = await tokenOfGuest(url + path, doctor, studyInstanceUID, true)

  const send = (request: RawRequest, ...headers: readonly Header[]) =>
    rawRequest(url, {
      ...request,
      target: `${path}/orthanc${request.target}`,
      headers: [...(request.headers ?? []), ...headers],
    })
  const as = (token: string | undefined): Header[] =>
    token === undefined ? [] : [['Authorization', `Bearer ${token}`]]
  return {
    url,
    path,
    front,
    samples,
    /** What the guest's viewer carries, whose link allows no downloads, and whose does. */
    view,
    download,
    doctor,
    admin,
    /** Below `/orthanc`, and what stands in front of it. */
    send,
    sendAs: (token: string | undefined, request: RawRequest) => send(request, ...as(token)),
    async expectRefused(attempts: readonly Attempt[], ...headers: readonly Header[]) {
      for (const { title, request } of attempts)
        expect({ title, status: (await send(request, ...headers)).status }).toSatisfy(
          ({ status }: { status: number }) => REFUSED.includes(status),
        )
    },
    async expectAllowed(attempts: readonly Attempt[], ...headers: readonly Header[]) {
      for (const { title, request } of attempts)
        expect({ title, status: (await send(request, ...headers)).status }).toEqual({ title, status: 200 })
    },
    /** How much there is in the archive, and what is written on the shared study. */
    async contents() {
      const of = async (target: string) => {
        const { status, body } = await send({ target }, ...as(admin))
        expect({ target, status }).toEqual({ target, status: 200 })
        return body
      }
      return [
        await of('/statistics'),
        await of(`/studies/${samples.own.study}/statistics`),
        await of(`/studies/${samples.own.study}/labels`),
        await of(`/studies/${samples.own.study}`),
      ]
    },
    as,
  }
}
export type Guarded = Awaited<ReturnType<typeof startGuarded>>
