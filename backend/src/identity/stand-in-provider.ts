import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/** A signing key as a provider has it; made in the test. */
export interface SigningKey {
  readonly kid: string
  readonly algorithm: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

export const createSigningKey = async (kid: string, algorithm = 'ES256'): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(algorithm)
  return { kid, algorithm, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm } }
}

/** An OpenID Connect provider over HTTP for tests: discovery and keys only, on a free port of 127.0.0.1. */
export interface StandInProvider {
  /** Where it answers: inside the network, under another name than the public issuer. */
  readonly fetchBase: string
  /** Requests for its keys so far. */
  readonly keyRequests: () => number
  /** Keys that it publishes from now on. */
  publish(keys: readonly SigningKey[]): void
  /** `down`: connections are cut. `hanging`: no answer ever. */
  behave(behaviour: 'up' | 'down' | 'hanging' | 'broken'): void
  close(): Promise<void>
}

/**
 * @param issuer public issuer; discovery names it and a `jwks_uri` under it, as Keycloak with a fixed host name does
 */
export const startStandInProvider = async (
  issuer: string,
  initialKeys: readonly SigningKey[],
): Promise<StandInProvider> => {
  let keys = initialKeys
  let behaviour: 'up' | 'down' | 'hanging' | 'broken' = 'up'
  let keyRequests = 0
  const server: Server = createServer((request, response) => {
    if (behaviour === 'down') return request.socket.destroy()
    if (behaviour === 'hanging') return undefined
    const json = (body: unknown) =>
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body))
    if (behaviour === 'broken') return json({ error: 'starting' })
    if (request.url === '/realms/orthanc/.well-known/openid-configuration')
      return json({ issuer, jwks_uri: `${issuer}/protocol/certs` })
    if (request.url !== '/realms/orthanc/protocol/certs') return response.writeHead(404).end()
    keyRequests += 1
    return json({ keys: keys.map(({ publicJwk }) => publicJwk) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    fetchBase: `http://127.0.0.1:${port}/realms/orthanc`,
    keyRequests: () => keyRequests,
    publish: (next) => {
      keys = next
    },
    behave: (next) => {
      behaviour = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Signs claims as an access token would be. */
export const signClaims = (
  key: SigningKey,
  claims: JWTPayload,
  header: { typ?: string } = {},
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: 'JWT', ...header })
    .sign(key.privateKey)
