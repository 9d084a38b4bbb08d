import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startChild } from '../../process/child.ts'
import { untilReady } from '../../process/until-ready.ts'
import type { NginxProgram } from '../../provision/nginx.ts'
import { basicAuthorization, type Credentials, type StackPart } from '../part.ts'
import { fillTemplate } from './fill-template.ts'
import { readTemplates } from './templates.ts'

export interface NginxOptions {
  readonly program: NginxProgram
  /** Free on this machine; nginx listens at 127.0.0.1 only. */
  readonly port: number
  /** `guard`: a stock Orthanc; `plugin`: one with the authorization plugin. */
  readonly mode: 'guard' | 'plugin'
  readonly backendUrl: string
  /** How we sign in at the backend's inner surface. */
  readonly backendCredentials: Credentials
  readonly orthancUrl: string
  readonly orthancCredentials: Credentials
  readonly identityUrl: string
  /** Has the viewer in `ohif/`. */
  readonly webRoot: string
  readonly ohifConfiguration: string
  readonly dataFolder: string
  readonly logFolder: string
}

const base64OfBasic = (credentials: Credentials) => basicAuthorization(credentials).replace(/^Basic /, '')

const variables = (options: NginxOptions): Record<string, string> => ({
  PUBLIC_SCHEME: 'http',
  PUBLIC_HOST: `127.0.0.1:${options.port}`,
  LISTEN: 'http',
  HTTP_LISTEN: `127.0.0.1:${options.port}`,
  START_PATH: options.mode === 'guard' ? '/ohif/' : '/orthanc/ui/app/',
  BACKEND_URL: options.backendUrl,
  ORTHANC_URL: options.orthancUrl,
  KEYCLOAK_URL: options.identityUrl,
  NGINX_LOCAL_RESOLVERS: '127.0.0.1',
  ORTHANC_MODE: options.mode,
  GATEWAY_BASIC: base64OfBasic(options.backendCredentials),
  ORTHANC_BASIC: base64OfBasic(options.orthancCredentials),
  WEB_ROOT: options.webRoot,
  OHIF_CONFIGURATION: options.ohifConfiguration,
  KEYCLOAK_ADMIN_FROM: '127.0.0.1',
  LOG_FOLDER: options.logFolder,
})

/**
 * What Debian's and the official image's nginx.conf bring, as far as an unprivileged process on this machine needs it.
 * Root would hand its work to a user who cannot read our folders.
 */
const mainConfiguration = (program: NginxProgram, folder: string, logFolder: string) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 2;
pid ${folder}/nginx.pid;
error_log ${logFolder}/nginx.log warn;
events {
  worker_connections 1024;
}
http {
  include ${program.mimeTypes};
  default_type application/octet-stream;
  sendfile on;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
  include conf.d/*.conf;
}
`

/** Starts nginx with the deployment's own configuration, and waits until it answers. */
export async function startNginx(options: NginxOptions): Promise<StackPart> {
  const { program, dataFolder, logFolder, port } = options
  await mkdir(logFolder, { recursive: true })
  const values = variables(options)
  for (const { path, text } of await readTemplates()) {
    const file = join(dataFolder, 'conf.d', path)
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, fillTemplate(text, values), { mode: 0o600 })
  }
  const configuration = join(dataFolder, 'nginx.conf')
  await writeFile(configuration, mainConfiguration(program, dataFolder, logFolder))
  const child = startChild({
    name: 'nginx',
    command: program.command,
    args: [...program.args, '-p', dataFolder, '-e', join(logFolder, 'nginx.log'), '-c', configuration],
    env: { PATH: process.env.PATH },
    logFile: join(logFolder, 'nginx.log'),
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(
      'nginx',
      async (signal) => (await fetch(`${url}/robots.txt`, { signal })).ok,
      child.ended,
    )
  } catch (error) {
    await child.stop()
    throw error
  }
  return { url, stop: child.stop }
}
