import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { JWKS } from 'oidc-provider'
import { privateJson } from '../process/private-json.ts'

/** Made once, so that links and sign-ins outlive a restart. */
export interface StackSecrets {
  /** The backend's `SECRET_KEY`. */
  readonly secretKey: string
  readonly cookieKeys: readonly string[]
  /** Private keys that sign access tokens. */
  readonly signInKeys: JWKS
}

async function createSecrets(): Promise<StackSecrets> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const key = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' }
  return {
    secretKey: randomBytes(48).toString('base64url'),
    cookieKeys: [randomBytes(32).toString('base64url')],
    signInKeys: { keys: [key] } as JWKS,
  }
}

/** @param file read if it is there, else written; for its owner only */
export const provideSecrets = (file: string): Promise<StackSecrets> => privateJson(file, createSecrets)
