import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SigningKey } from './stand-in-provider.ts'

export interface StandInUser {
  readonly id: string
  readonly username: string
  readonly enabled?: boolean
  readonly notBefore?: number
  readonly attributes?: Readonly<Record<string, readonly string[]>>
  readonly roles?: readonly string[]
  readonly groups?: readonly string[]
}

export interface StandInKeycloakOptions {
  readonly users?: readonly StandInUser[]
  readonly roles?: readonly { readonly name: string; readonly composite?: boolean }[]
  /** Seconds that a token of the administration lives. */
  readonly expiresIn?: number
  /** The realm's public name and its keys, for access tokens. */
  readonly issuer?: string
  readonly keys?: readonly SigningKey[]
  /** Older versions find parts of an attribute too; all ignore its case. */
  readonly findsParts?: boolean
}

export const CLIENT_SECRET = 'the-secret-of-admin-cli-in-tests'

const readText = async (request: IncomingMessage) => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/**
 * Keycloak's administration over HTTP, with its rules: a client's secret for a short token, a realm path, searches that
 * ignore case, brief answers without attributes, 404 for unknown users.
 */
export const startStandInKeycloak = async (options: StandInKeycloakOptions = {}) => {
  const { users = [], roles = [], expiresIn = 60, findsParts = false, issuer = '', keys = [] } = options
  const asked: string[] = []
  let minted = 0
  let good = new Set<string>()
  let behaviour: 'up' | 'down' | 'hanging' | 'rubbish' = 'up'

  const grantToken = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const form = new URLSearchParams(await readText(request))
    const isRight =
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_id') === 'admin-cli' &&
      form.get('client_secret') === CLIENT_SECRET
    if (!isRight) return [401, { error: 'unauthorized_client' }]
    minted += 1
    good.add(`admin-token-${minted}`)
    return [200, { access_token: `admin-token-${minted}`, expires_in: expiresIn, token_type: 'Bearer' }]
  }

  const matches = (user: StandInUser, query: string): boolean => {
    // As Keycloak 26 reads it: the value in quotes, with `\"` for a quote; escaped backslashes vanish.
    const [, name = '', quoted = ''] = /^([^:]+):"(.*)"$/s.exec(query) ?? []
    const wanted = quoted.replaceAll('\\\\', '').replaceAll('\\"', '"').toLowerCase()
    return (user.attributes?.[name] ?? []).some((value) =>
      findsParts ? value.toLowerCase().includes(wanted) : value.toLowerCase() === wanted,
    )
  }
  const represent = (user: StandInUser, brief: boolean) => ({
    id: user.id,
    username: user.username,
    enabled: user.enabled ?? true,
    notBefore: user.notBefore ?? 0,
    ...(brief ? {} : { attributes: user.attributes ?? {} }),
  })

  const administer = (path: string, query: URLSearchParams): [number, unknown] => {
    if (path === '/roles') return [200, roles.map(({ name, composite = false }) => ({ name, composite }))]
    if (path === '/users') {
      const found = users.filter((user) => matches(user, query.get('q') ?? ''))
      return [200, found.map((user) => represent(user, query.get('briefRepresentation') === 'true'))]
    }
    // Beside the users lie other things.
    if (path === '/users/count') return [200, users.length]
    if (path === '/users/profile') return [200, { attributes: [] }]
    const [, id = '', rest] =
      /^\/users\/([^/]+)(\/role-mappings\/realm\/composite|\/groups)?$/.exec(path) ?? []
    const user = users.find((one) => one.id === decodeURIComponent(id))
    if (!user) return [404, { error: 'User not found' }]
    if (rest === '/groups') return [200, (user.groups ?? []).map((name) => ({ name, path: `/all/${name}` }))]
    return [
      200,
      rest ? (user.roles ?? []).map((name) => ({ name, composite: false })) : represent(user, false),
    ]
  }

  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://keycloak')
    asked.push(pathname)
    if (pathname === '/realms/orthanc/protocol/openid-connect/token') return grantToken(request)
    if (pathname === '/realms/orthanc/.well-known/openid-configuration')
      return [200, { issuer, jwks_uri: `${issuer}/protocol/openid-connect/certs` }]
    if (pathname === '/realms/orthanc/protocol/openid-connect/certs')
      return [200, { keys: keys.map(({ publicJwk }) => publicJwk) }]
    const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
    if (!good.has(token)) return [401, { error: 'HTTP 401 Unauthorized' }]
    const [, path] = /^\/admin\/realms\/orthanc(\/.*)$/.exec(pathname) ?? []
    return path === undefined ? [404, {}] : administer(path, searchParams)
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (behaviour === 'down') return request.socket.destroy()
    if (behaviour === 'hanging') return undefined
    if (behaviour === 'rubbish') return response.end('<title>Welcome</title>')
    void answer(request).then(([status, body]) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body)),
    )
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    realmUri: `${root}/realms/orthanc`,
    adminUri: `${root}/admin/realms/orthanc`,
    /** Paths asked so far. */
    asked,
    minted: () => minted,
    /** As after a restart: what was minted before is no longer taken. */
    forgetTokens: () => {
      good = new Set()
    },
    behave: (next: typeof behaviour) => {
      behaviour = next
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
export type StandInKeycloak = Awaited<ReturnType<typeof startStandInKeycloak>>
