import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../process/free-port.ts'
import { createProgress } from '../process/progress.ts'
import { builds, cacheFolder, inProject } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { provideNginx } from '../provision/nginx.ts'
import { provideOrthanc } from '../provision/orthanc.ts'
import { sampleStudies, type SampleName } from '../samples/catalog.ts'
import { provideSamples } from '../samples/provide.ts'
import { uploadSamples } from '../samples/upload.ts'
import { startBackend } from '../stack/backend.ts'
import { startNginx } from '../stack/nginx/server.ts'
import { startOrthanc, type OrthancOptions, type OrthancServer } from '../stack/orthanc.ts'
import { basicAuthorization, type StackPart } from '../stack/part.ts'
import { startTokenIssuer } from './token-issuer.ts'
import type { Ids } from '../security/attempts.ts'

export const task = { note: () => undefined, signal: new AbortController().signal }

/** A place where the parts of one suite run, and what ends them all. */
export async function createStand() {
  const folder = await mkdtemp(join(tmpdir(), 'studylink-security-'))
  const parts: Pick<StackPart, 'stop'>[] = []
  return {
    folder,
    logFolder: folder,
    keep<Part extends Pick<StackPart, 'stop'>>(part: Part): Part {
      parts.push(part)
      return part
    },
    async stop() {
      for (const part of parts.splice(0).toReversed()) await part.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type Stand = Awaited<ReturnType<typeof createStand>>

const NAMES = ['ctThorax', 'mrHead', 'mrKnee'] as const

/** A stock Orthanc, unless told otherwise. */
export async function startStockOrthanc(
  stand: Stand,
  options: Partial<
    Pick<
      OrthancOptions,
      'settings' | 'plugins' | 'port' | 'credentials' | 'configurationFolder' | 'environment'
    >
  > = {},
) {
  const program = await provideOrthanc(cacheFolder, task)
  const orthanc = await startOrthanc({
    program,
    configurationFolder: inProject('deploy', 'orthanc'),
    dataFolder: join(stand.folder, 'orthanc'),
    logFolder: stand.logFolder,
    ...options,
  })
  stand.keep(orthanc)
  return orthanc
}

/** Puts the samples in; their names: the shared one, another of the same patient, a stranger's. */
export async function storeSamples(orthanc: OrthancServer) {
  const folders = await provideSamples(cacheFolder, task)
  await uploadSamples({ orthancUrl: orthanc.url, credentials: orthanc.credentials, folders })
  const [file = ''] = await readdir(folders.ctThorax)
  const ids = await Promise.all(NAMES.map((name) => idsOf(orthanc, name)))
  const [own, sibling, stranger] = ids as [Ids, Ids, Ids]
  return { own, sibling, stranger, file: await readFile(join(folders.ctThorax, file)) }
}

/** As much of Orthanc's answers as names what is in it. */
interface OrthancAnswer {
  readonly ParentPatient?: string
  readonly Series?: readonly string[]
  readonly Instances?: readonly string[]
  readonly MainDicomTags?: Readonly<Record<string, string>>
}

async function idsOf(orthanc: OrthancServer, name: SampleName): Promise<Ids> {
  const headers = { Authorization: basicAuthorization(orthanc.credentials) }
  const ask = async (path: string) =>
    (await (await fetch(orthanc.url + path, { headers })).json()) as OrthancAnswer
  const { studyInstanceUID } = sampleStudies[name]
  const found = await fetch(`${orthanc.url}/tools/lookup`, {
    method: 'POST',
    headers,
    body: studyInstanceUID,
  })
  const hits = (await found.json()) as { ID: string; Type: string }[]
  const study = hits.find(({ Type }) => Type === 'Study')?.ID ?? ''
  const { ParentPatient: patient = '', Series: [series = ''] = [] } = await ask(`/studies/${study}`)
  const { Instances: [instance = ''] = [], MainDicomTags: seriesTags = {} } = await ask(`/series/${series}`)
  const { MainDicomTags: instanceTags = {} } = await ask(`/instances/${instance}`)
  const { MainDicomTags: patientTags = {} } = await ask(`/patients/${patient}`)
  return {
    study,
    series,
    instance,
    patient,
    patientId: patientTags['PatientID'] ?? '',
    studyInstanceUID,
    seriesInstanceUID: seriesTags['SeriesInstanceUID'] ?? '',
    sopInstanceUID: instanceTags['SOPInstanceUID'] ?? '',
  }
}

export const newGatewayCredentials = () => ({
  username: 'gateway',
  password: randomBytes(24).toString('base64url'),
})

/** nginx with the deployment's files, the built backend and an issuer of tokens, in front of this Orthanc. */
export async function startFront(
  stand: Stand,
  options: {
    readonly mode: 'guard' | 'plugin'
    readonly ohifMode?: 'files' | 'plugin'
    /** In front of all paths, e.g. `/imaging`; empty for none. */
    readonly path?: string
    readonly orthanc: Pick<OrthancServer, 'url' | 'credentials'>
    readonly gatewayCredentials?: ReturnType<typeof newGatewayCredentials>
    readonly settings?: Readonly<Record<string, string>>
    /** Started once the backend's address is known. */
    readonly beforeNginx?: (backendUrl: string) => Promise<void>
  },
) {
  const {
    mode,
    ohifMode = 'files',
    path = '',
    orthanc,
    gatewayCredentials = newGatewayCredentials(),
  } = options
  await createProgress(console.log, task.signal).step('Building', (building) =>
    buildPackages(builds, building),
  )
  const program = await provideNginx(cacheFolder, task)
  const issuer = stand.keep(await startTokenIssuer())
  const port = await freePort()
  const publicUrl = new URL(`http://127.0.0.1:${port}${path}/`)
  const backend = stand.keep(
    await startBackend({
      publicUrl,
      secretKey: randomBytes(48).toString('base64url'),
      gatewayCredentials,
      identity: issuer,
      orthanc,
      dataFolder: join(stand.folder, 'backend'),
      logFolder: stand.logFolder,
      settings: { SHARE_DOWNLOAD: 'allowed', ...options.settings },
    }),
  )
  await options.beforeNginx?.(backend.url)
  const webRoot = join(stand.folder, 'web')
  await mkdir(join(webRoot, path, 'ohif'), { recursive: true })
  await writeFile(join(webRoot, path, 'ohif', 'index.html'), '<title>Viewer</title>')
  const nginx = stand.keep(
    await startNginx({
      program,
      publicUrl,
      port,
      mode,
      ohifMode,
      backendUrl: backend.url,
      backendCredentials: gatewayCredentials,
      orthancUrl: orthanc.url,
      orthancCredentials: orthanc.credentials,
      identityUrl: issuer.url,
      webRoot,
      ohifConfiguration: inProject('deploy', 'ohif', 'app-config.js'),
      dataFolder: join(stand.folder, 'nginx'),
      logFolder: join(stand.folder, 'nginx-logs'),
    }),
  )
  return { nginx, backend, issuer }
}

/** Shares a study as a clinician and opens it as a guest: what the guest's viewer then carries. */
export async function tokenOfGuest(
  url: string,
  accessToken: string,
  studyInstanceUID: string,
  allowDownload: boolean,
): Promise<string> {
  const send = async (path: string, body: unknown, headers = {}) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Record<string, string>
  }
  const shared = await send(
    '/share/api/shares',
    { studies: [{ studyInstanceUID }], allowDownload },
    { Authorization: `Bearer ${accessToken}` },
  )
  const opened = await send('/share/api/guest/open', {
    code: new URL(shared['url'] ?? '').hash.slice(1),
    openId: randomBytes(16).toString('base64url'),
  })
  const token = new URLSearchParams(new URL(opened['viewerUrl'] ?? '').hash.slice(1)).get('token')
  if (!token) throw new Error('the viewer URL carries no token')
  return token
}
