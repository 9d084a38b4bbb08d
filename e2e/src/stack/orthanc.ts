import { randomBytes } from 'node:crypto'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OrthancProgram } from '../provision/orthanc.ts'
import { startChild } from '../process/child.ts'
import { freePort } from '../process/free-port.ts'
import { untilReady } from '../process/until-ready.ts'
import { basicAuthorization, type Credentials, type StackPart } from './part.ts'

export interface OrthancServer extends StackPart {
  /** Orthanc's own user: the gateway's and the backend's, never a person's. */
  readonly credentials: Credentials
}

export interface OrthancOptions {
  readonly program: OrthancProgram
  /** The deployment's configuration files; what differs on one machine is added to them. */
  readonly configurationFolder: string
  readonly dataFolder: string
  readonly logFolder: string
  /** Plugins beside DICOMweb, by their files. */
  readonly plugins?: readonly string[]
  /** Put over the configuration files, e.g. `LuaScripts`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What the configuration files take from the environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Free on this machine; absent: any. */
  readonly port?: number
  /** Absent: of this run. */
  readonly credentials?: Credentials
}

/** Starts Orthanc for this machine alone, with a password, and waits until DICOMweb is there. */
export async function startOrthanc({
  program,
  configurationFolder,
  dataFolder,
  logFolder,
  plugins = [],
  settings = {},
  ...options
}: OrthancOptions): Promise<OrthancServer> {
  const port = options.port ?? (await freePort())
  const credentials = options.credentials ?? {
    username: 'studylink',
    password: randomBytes(24).toString('base64url'),
  }
  const configuration = join(dataFolder, 'configuration')
  await rm(configuration, { recursive: true, force: true })
  await mkdir(dataFolder, { recursive: true })
  await cp(configurationFolder, configuration, { recursive: true })
  await writeFile(
    join(configuration, 'this-machine.json'),
    JSON.stringify({
      HttpPort: port,
      RemoteAccessAllowed: false,
      RegisteredUsers: { [credentials.username]: credentials.password },
      StorageDirectory: join(dataFolder, 'storage'),
      Plugins: [program.dicomWebPlugin, ...plugins],
      ...settings,
    }),
    { mode: 0o600 },
  )
  const child = startChild({
    name: 'Orthanc',
    command: program.command,
    args: [...program.args, configuration],
    env: { ...process.env, ...program.env, ...options.environment },
    logFile: join(logFolder, 'orthanc.log'),
  })
  const url = `http://127.0.0.1:${port}`
  const headers = { Authorization: basicAuthorization(credentials) }
  try {
    await untilReady(
      'Orthanc',
      async (signal) => {
        const { status } = await fetch(`${url}/plugins/dicom-web`, { headers, signal })
        // An authorization plugin may tell nobody, and does so when all plugins are there.
        return status === 200 || (plugins.length > 0 && status === 403)
      },
      child.ended,
    )
  } catch (error) {
    await child.stop()
    throw error
  }
  return { url, credentials, pid: child.pid, stop: child.stop }
}
