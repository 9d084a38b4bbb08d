import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { inProject } from '../project.ts'
import { run } from '../process/run.ts'
import { startBackend } from '../stack/backend.ts'
import { basicAuthorization, type StackPart } from '../stack/part.ts'

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9'
const ORTHANC_ID = Array(5).fill('0123abcd').join('-')
const credentials = { username: 'orthanc', password: randomBytes(24).toString('base64url') }

export const newSecretKey = (): string => randomBytes(48).toString('base64url')

/** Settings of a service without archive and provider: it makes shares for Orthanc's plugin, and guests open them. */
const settings = (dataFolder: string, more: Readonly<Record<string, string>>) => ({
  ORTHANC_URI: '',
  DATA_DIR: dataFolder,
  ...more,
})

/** How opening a link went: a resource token, or the code of the problem. */
export type Opened = { readonly token: string } | { readonly problem: string }

export interface LoneBackend extends StackPart {
  /** Makes a share of one study. @returns the link's code */
  share(studyInstanceUID: string): Promise<string>
  open(code: string): Promise<Opened>
  /** Does the token open the study? */
  validate(token: string, studyInstanceUID: string): Promise<boolean>
}

export interface LoneBackendOptions {
  readonly secretKey: string
  readonly dataFolder: string
  readonly logFolder: string
  readonly settings?: Readonly<Record<string, string>>
}

/** The built service as a process, alone. */
export async function startLoneBackend(options: LoneBackendOptions): Promise<LoneBackend> {
  const part = await startBackend({
    publicUrl: new URL('https://pacs.example.org'),
    secretKey: options.secretKey,
    gatewayCredentials: credentials,
    identity: { issuer: NOWHERE, innerUrl: NOWHERE, backendSettings: {} },
    orthanc: { url: NOWHERE, credentials },
    dataFolder: options.dataFolder,
    logFolder: options.logFolder,
    until: '/healthz',
    settings: settings(options.dataFolder, options.settings ?? {}),
  })
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(part.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: basicAuthorization(credentials) },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as Record<string, unknown>
  }
  return {
    ...part,
    async share(studyInstanceUID) {
      const { url } = await send('PUT', '/tokens/ohif-viewer-publication', {
        resources: [{ 'dicom-uid': studyInstanceUID, 'orthanc-id': ORTHANC_ID, level: 'study' }],
        'validity-duration': 3600,
      })
      return new URL(String(url)).hash.slice(1)
    },
    async open(code) {
      const openId = randomBytes(16).toString('base64url')
      const answer = await send('POST', '/share/api/guest/open', { code, openId })
      if (typeof answer['viewerUrl'] !== 'string') return { problem: String(answer['code']) }
      const fragment = new URLSearchParams(new URL(answer['viewerUrl']).hash.slice(1))
      return { token: fragment.get('token') ?? '' }
    },
    async validate(token, studyInstanceUID) {
      const { granted } = await send('POST', '/tokens/validate', {
        'dicom-uid': studyInstanceUID,
        'orthanc-id': ORTHANC_ID,
        level: 'study',
        method: 'get',
        'token-key': 'token',
        'token-value': token,
        'server-id': 'studylink',
      })
      return granted === true
    },
  }
}

/** Runs a command of the service's one file (`backup`, `revoke`) beside it. @returns what it says */
export const runCommand = (
  args: readonly string[],
  { secretKey, dataFolder, settings: more = {} }: Omit<LoneBackendOptions, 'logFolder'>,
): Promise<string> =>
  run(process.execPath, [inProject('backend', 'dist', 'main.js'), ...args], {
    env: { PATH: process.env.PATH, SECRET_KEY: secretKey, ...settings(dataFolder, more) },
    cwd: join(dataFolder, '..'),
  })

/** The share's name in the API: the code's first ten bytes. */
export const shareIdOf = (code: string): string =>
  Buffer.from(code, 'base64url').subarray(0, 10).toString('base64url')
