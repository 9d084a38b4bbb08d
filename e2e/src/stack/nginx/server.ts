import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startChild } from '../../process/child.ts'
import { untilReady } from '../../process/until-ready.ts'
import type { NginxProgram } from '../../provision/nginx.ts'
import { basicAuthorization, type Credentials, type StackPart } from '../part.ts'
import { fillTemplate } from './fill-template.ts'
import { readTemplates } from './templates.ts'

/** Files in PEM. */
export interface TlsFiles {
  readonly certificate: string
  readonly key: string
}

export interface NginxOptions {
  readonly program: NginxProgram
  readonly publicUrl: URL
  /** `host:port` of who knows the names of the servers behind; absent: they are addresses. */
  readonly nameServers?: string
  /** For plain http, free on this machine; nginx listens at 127.0.0.1 only. With `tls` it leads to https. */
  readonly port: number
  readonly tls?: TlsFiles & { readonly port: number; readonly acmeFolder: string }
  /** `guard`: a stock Orthanc; `plugin`: one with the authorization plugin. */
  readonly mode: 'guard' | 'plugin'
  /** Whence the viewer: `files` (default) below `webRoot`; `plugin`: Orthanc's own OHIF plugin. */
  readonly ohifMode?: 'files' | 'plugin'
  readonly backendUrl: string
  /** How we sign in at the backend's inner surface. */
  readonly backendCredentials: Credentials
  readonly orthancUrl: string
  readonly orthancCredentials: Credentials
  readonly identityUrl: string
  /** Has the viewer in `ohif/`, below the path of `publicUrl`. */
  readonly webRoot: string
  readonly ohifConfiguration: string
  readonly dataFolder: string
  readonly logFolder: string
}

const base64OfBasic = (credentials: Credentials) => basicAuthorization(credentials).replace(/^Basic /, '')

/** As `PUBLIC_PATH`: empty, or without a slash at its end. */
export const pathOf = (publicUrl: URL) => publicUrl.pathname.replace(/\/$/, '')

const variables = (options: NginxOptions): Record<string, string> => ({
  PUBLIC_SCHEME: options.publicUrl.protocol.slice(0, -1),
  PUBLIC_HOST: options.publicUrl.host,
  PUBLIC_PATH: pathOf(options.publicUrl),
  HTTP_LISTEN: `127.0.0.1:${options.port}`,
  ...(options.tls
    ? {
        LISTEN: 'https',
        HTTPS_LISTEN: `127.0.0.1:${options.tls.port}`,
        TLS_CERTIFICATE: options.tls.certificate,
        TLS_KEY: options.tls.key,
        ACME_FOLDER: options.tls.acmeFolder,
      }
    : { LISTEN: 'http' }),
  START_PATH: options.mode === 'guard' ? '/ohif/' : '/orthanc/ui/app/',
  BACKEND_URL: options.backendUrl,
  ORTHANC_URL: options.orthancUrl,
  KEYCLOAK_URL: options.identityUrl,
  NGINX_LOCAL_RESOLVERS: options.nameServers ?? '127.0.0.1',
  ORTHANC_MODE: options.mode,
  GATEWAY_BASIC: base64OfBasic(options.backendCredentials),
  ORTHANC_BASIC: base64OfBasic(options.orthancCredentials),
  OHIF_MODE: options.ohifMode ?? 'files',
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
      // With TLS it is led elsewhere, by a nginx that has read all of its configuration.
      async (signal) => (await fetch(`${url}/robots.txt`, { redirect: 'manual', signal })).status < 400,
      child.ended,
    )
  } catch (error) {
    await child.stop()
    throw error
  }
  return { url, pid: child.pid, stop: child.stop }
}
