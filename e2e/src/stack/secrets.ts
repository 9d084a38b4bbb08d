import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { JWKS } from 'oidc-provider'
import { writePrivateFile } from '../process/write-private-file.ts'

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
export async function provideSecrets(file: string): Promise<StackSecrets> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as StackSecrets
  const secrets = await createSecrets()
  await writePrivateFile(file, JSON.stringify(secrets))
  return secrets
}
