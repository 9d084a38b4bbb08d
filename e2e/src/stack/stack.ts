import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Progress } from '../process/progress.ts'
import { lockDataFolder } from '../process/data-lock.ts'
import { builds, cacheFolder, inProject } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { provideOhif } from '../provision/ohif.ts'
import { startBackend } from './backend.ts'
import { useExistingOrthanc } from './existing-orthanc.ts'
import type { Front } from './front.ts'
import { openGatewayFront } from './gateway/front.ts'
import { startIdentity, type IdentityServer } from './identity/server.ts'
import { ownKeycloak } from './keycloak/own-keycloak.ts'
import type { KeycloakServer } from './keycloak/server.ts'
import { pathOf } from './nginx/server.ts'
import { ownOrthanc } from './own-orthanc.ts'
import type { Credentials, StackPart } from './part.ts'
import { provideSecrets } from './secrets.ts'

export interface StackOptions {
  /** 0 for any free one. */
  readonly port: number
  /** `127.0.0.1`, or `0.0.0.0` for all networks. */
  readonly host: string
  /** Under which address people reach the stack; absent: the port on this machine. */
  readonly publicUrl?: URL
  /** Use this server instead of one of our own. */
  readonly orthanc?: URL
  /** A Keycloak of our own instead of the embedded identity provider. */
  readonly keycloak?: boolean
  readonly dataFolder: string
  readonly progress: Progress
  /** Opens what stands at the public port; absent: a small gateway in this process. */
  readonly openFront?: () => Promise<Front>
  /** Databases of a server; absent: files. */
  readonly databases?: { readonly orthanc: URL; readonly backend: URL }
  /** Settings of the backend beyond the stack's own, for tests. */
  readonly backendSettings?: Readonly<Record<string, string>>
  /** Hears what clients say to the gateway, for tests. */
  readonly listen?: (text: string) => void
}

export interface Stack {
  readonly publicUrl: URL
  /** Where clinicians sign in; see {@link whereToSignIn}. */
  readonly signInUrl: URL
  /** Of Orthanc itself, past the guard: for set-up and for tests that look behind. */
  readonly orthanc: { readonly url: string; readonly credentials: { username: string; password: string } }
  readonly backendUrl: string
  /** One of its `USERS`: the gateway. */
  readonly backendCredentials: Credentials
  /** Of the Keycloak, when there is one: for set-up and tests as well. */
  readonly keycloak?: Pick<KeycloakServer, 'url' | 'administrator' | 'secretsFile'>
  stop(): Promise<void>
}

/**
 * Browsers have the cryptography of signing in on https and on this machine's own address only. With any other
 * public address, clinicians work on this machine and guests come by the public one.
 */
const whereToSignIn = (publicUrl: URL, own: URL): URL =>
  publicUrl.protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(publicUrl.hostname)
    ? publicUrl
    : own

/**
 * Builds and fetches what is missing, then starts every part. When one fails, those that started are
 * stopped again.
 *
 * @throws {SetupError} with one line that says what to do
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { progress, dataFolder } = options
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end()
  }
  const keep = <Part extends Pick<StackPart, 'stop'>>(part: Part): Part => {
    stops.push(part.stop)
    return part
  }
  const logFolder = join(dataFolder, 'logs')
  const gatewayCredentials = { username: 'gateway', password: randomBytes(24).toString('base64url') }

  try {
    await mkdir(logFolder, { recursive: true, mode: 0o700 })
    stops.push(await lockDataFolder(join(dataFolder, 'lock')))
    const openFront = options.openFront ?? (() => openGatewayFront(options.port, options.host))
    const front = keep(await openFront())
    const publicUrl = options.publicUrl ?? new URL(front.url)
    const signInUrl = whereToSignIn(publicUrl, new URL(front.url))
    const secrets = await provideSecrets(join(dataFolder, 'secrets.json'))
    const parts = await Promise.allSettled([
      options.orthanc
        ? useExistingOrthanc(options.orthanc)
        : ownOrthanc({
            dataFolder: join(dataFolder, 'orthanc'),
            logFolder,
            progress,
            database: options.databases?.orthanc,
            publicPath: pathOf(publicUrl),
          }).then(keep),
      progress.step('Preparing OHIF', () => provideOhif(cacheFolder, new URL('ohif/', publicUrl).pathname)),
      options.keycloak
        ? ownKeycloak({
            publicUrl: signInUrl,
            dataFolder: join(dataFolder, 'keycloak'),
            logFolder,
            progress,
          }).then(keep)
        : startIdentity({
            publicUrl: signInUrl,
            dataFolder,
            keys: secrets.signInKeys,
            cookieKeys: secrets.cookieKeys,
          }).then(keep),
      progress.step('Building', (task) => buildPackages(builds, task)),
    ])
    const failed = parts.find((part) => part.status === 'rejected')
    if (failed) throw failed.reason
    const [orthanc, files, identity] = parts.map(
      (part) => (part as PromiseFulfilledResult<unknown>).value,
    ) as [Stack['orthanc'], Awaited<ReturnType<typeof provideOhif>>, IdentityServer | KeycloakServer]
    const backend = await progress.step('Starting the backend', () =>
      startBackend({
        publicUrl,
        secretKey: secrets.secretKey,
        gatewayCredentials,
        identity,
        orthanc,
        dataFolder: join(dataFolder, 'backend'),
        logFolder,
        settings: {
          ...(options.databases ? { DATABASE_URL: options.databases.backend.href } : {}),
          ...options.backendSettings,
        },
      }).then(keep),
    )
    await front.serve({
      publicUrl,
      signInUrl,
      backendUrl: backend.url,
      backendCredentials: gatewayCredentials,
      orthancUrl: orthanc.url,
      orthancCredentials: orthanc.credentials,
      identityUrl: identity.url,
      ohif: { files, configurationFile: inProject('deploy', 'ohif', 'app-config.js') },
      listen: options.listen,
    })
    return {
      publicUrl,
      signInUrl,
      orthanc,
      backendUrl: backend.url,
      backendCredentials: gatewayCredentials,
      ...('administrator' in identity ? { keycloak: identity } : {}),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
