import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import type { StackPart } from '../stack/part.ts'

/** An identity provider without people: it says who it is, shows its key, and signs what a test asks for. */
export interface TokenIssuer extends StackPart {
  readonly issuer: string
  readonly innerUrl: string
  /** An access token of somebody with these roles. */
  accessToken(...roles: string[]): Promise<string>
  /** As an access token of a doctor, but for these claims. */
  signed(claims: JWTPayload): Promise<string>
}

const LIFE_SECONDS = 600

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  const server = createServer((request, response) => {
    const answer = request.url?.endsWith('/jwks')
      ? { keys: [jwk] }
      : {
          issuer: url,
          jwks_uri: `${url}/jwks`,
          authorization_endpoint: `${url}/auth`,
          token_endpoint: `${url}/token`,
        }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sign = (claims: JWTPayload) => {
    const nowSeconds = Math.floor(Date.now() / 1000)
    const usual = { iss: url, aud: 'account', iat: nowSeconds, exp: nowSeconds + LIFE_SECONDS }
    return new SignJWT({ typ: 'Bearer', azp: 'studylink', name: 'Test', ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'test' })
      .sign(privateKey)
  }
  const claimsOf = (roles: string[]) => ({ sub: `u-${roles.join('-')}`, realm_access: { roles } })
  return {
    url,
    issuer: url,
    innerUrl: url,
    accessToken: (...roles) => sign(claimsOf(roles)),
    signed: (claims) => sign({ ...claimsOf(['doctor-role']), ...claims }),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
