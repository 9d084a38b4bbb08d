import { readOptions } from '../process/read-options.ts'
import { SetupError } from '../process/setup-error.ts'

export const START_HELP = `npm start -- [options]
  --port N            listen on this port (8080)
  --orthanc URL       use an Orthanc that is already running, instead of our own with sample studies;
                      with name and password: http://NAME:PASSWORD@HOST:8042
  --keycloak          sign in at a real Keycloak instead of the embedded identity provider; fetches it, and
                      Java if there is none (200 MB)
  --public-url URL    listen on all networks, and make links and QR codes with this address,
                      e.g. http://192.168.1.20:8080, so that a phone can open them
  --help              print this`

export interface StartOptions {
  readonly help: boolean
  readonly port: number
  readonly host: string
  readonly orthanc?: URL
  readonly keycloak: boolean
  readonly publicUrl?: URL
}

function parseUrl(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  // The text may hold a password: it is not repeated.
  if (!url || !/^https?:$/.test(url.protocol)) {
    const port = option === 'orthanc' ? 8042 : 8080
    throw new SetupError(`--${option} wants an address such as http://192.168.1.20:${port}`)
  }
  return url
}

function parsePublicUrl(text: string): URL {
  const url = parseUrl('public-url', text)
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new SetupError('--public-url wants scheme, host and port only, e.g. http://192.168.1.20:8080')
  }
  return url
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new SetupError('--port wants a number from 0 to 65535, e.g. --port 8080')
  return port
}

/**
 * @param args what follows `npm start --`
 * @throws {SetupError} saying which option is wrong
 */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = readOptions('npm start', args, {
    port: { type: 'string' },
    orthanc: { type: 'string' },
    'public-url': { type: 'string' },
    keycloak: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  const publicUrl = values['public-url'] === undefined ? undefined : parsePublicUrl(values['public-url'])
  const portOfUrl = publicUrl?.protocol === 'http:' ? publicUrl.port : ''
  if (publicUrl?.protocol === 'http:' && portOfUrl === '' && values.port === undefined)
    throw new SetupError(
      '--public-url wants a port, e.g. http://192.168.1.20:8080; with a proxy in front, give --port too',
    )
  return {
    help: values.help,
    keycloak: values.keycloak,
    port: parsePort(values.port ?? (portOfUrl || '8080')),
    host: publicUrl ? '0.0.0.0' : '127.0.0.1',
    ...(values.orthanc === undefined ? {} : { orthanc: parseUrl('orthanc', values.orthanc) }),
    ...(publicUrl ? { publicUrl } : {}),
  }
}
