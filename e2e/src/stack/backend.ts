import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild, type Child } from '../process/child.ts'
import { freePort } from '../process/free-port.ts'
import { untilReady } from '../process/until-ready.ts'
import { inProject } from '../project.ts'
import type { IdentityServer } from './identity/server.ts'
import type { Credentials, StackPart } from './part.ts'

export interface BackendOptions {
  readonly publicUrl: URL
  readonly secretKey: string
  /** How the gateway signs in at the inner surface. */
  readonly gatewayCredentials: Credentials
  readonly identity: Pick<IdentityServer, 'issuer' | 'innerUrl' | 'backendSettings'>
  readonly orthanc: { readonly url: string; readonly credentials: Credentials }
  readonly dataFolder: string
  readonly logFolder: string
  /** What it is waited for: all that it needs, unless told; `/healthz`: only itself. */
  readonly until?: '/readyz' | '/healthz'
  /** Settings of the backend beyond the stack's own, for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

function environment(options: BackendOptions, port: number): Record<string, string> {
  const { publicUrl, gatewayCredentials, identity, orthanc } = options
  const at = (path: string) => new URL(path, publicUrl).href
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    SECRET_KEY: options.secretKey,
    USERS: JSON.stringify({ [gatewayCredentials.username]: gatewayCredentials.password }),
    SERVER_ID: 'studylink',
    DATA_DIR: options.dataFolder,
    WEB_DIR: ['share-dialog', 'ohif-extension', 'oe2-addon']
      .map((front) => inProject(front, 'dist'))
      .join(','),
    PUBLIC_SHARE_ROOT: at('share/'),
    PUBLIC_OHIF_ROOT: at('ohif/'),
    PUBLIC_ORTHANC_ROOT: at('orthanc/'),
    GATEWAY_PREFIX: new URL('orthanc', publicUrl).pathname,
    TRUSTED_PROXY_HOPS: '1',
    OIDC_ISSUERS: identity.issuer,
    KEYCLOAK_URI: identity.innerUrl,
    OIDC_CLIENTS: 'studylink,orthanc',
    PERMISSIONS_FILE_PATH: inProject('deploy', 'permissions.jsonc'),
    ORTHANC_URI: orthanc.url,
    ORTHANC_USERNAME: orthanc.credentials.username,
    ORTHANC_PASSWORD: orthanc.credentials.password,
    ORTHANC_AUTHORIZATION: 'service',
    INSTITUTION_NAME: 'Sample Hospital',
    INSTITUTION_CONTACT: 'Radiology desk, +1 555 0100',
    ...identity.backendSettings,
    ...options.settings,
  }
}

/** Starts the built backend as a process of its own and waits until it says that it is ready. */
export async function startBackend(options: BackendOptions): Promise<StackPart & Pick<Child, 'kill'>> {
  const port = await freePort()
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 })
  const child = startChild({
    name: 'The backend',
    command: process.execPath,
    args: ['--enable-source-maps', inProject('backend', 'dist', 'main.js')],
    cwd: inProject('backend'),
    // Only this: what happens to be set in the shell is not the stack's configuration.
    env: environment(options, port),
    logFile: join(options.logFolder, 'backend.log'),
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(
      'The backend',
      async (signal) => (await fetch(url + (options.until ?? '/readyz'), { signal })).ok,
      child.ended,
    )
  } catch (error) {
    await child.stop()
    throw error
  }
  return { url, pid: child.pid, stop: child.stop, kill: child.kill }
}
