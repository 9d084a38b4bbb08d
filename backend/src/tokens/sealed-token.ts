import { webcrypto } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import { z } from 'zod'
import { OrthancId, ShareId, StudyInstanceUID } from '../contract/index.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { DOWNLOAD_TOKEN_PREFIX, VIEW_TOKEN_PREFIX, type GrantRefusal } from './grant.ts'

/** What a resource token says once decrypted. `exp` in seconds since 1970 (RFC 7519). */
const ShareClaims = z.object({
  kind: z.literal('share'),
  shareId: ShareId,
  generation: z.int().nonnegative(),
  serverId: z.string().optional(),
  exp: z.int(),
})
const InstantClaims = z.object({
  kind: z.literal('instant'),
  jti: z.string(),
  studies: z.array(z.object({ studyInstanceUID: StudyInstanceUID, orthancId: OrthancId })).min(1),
  serverId: z.string().optional(),
  exp: z.int(),
})
const Claims = z.discriminatedUnion('kind', [ShareClaims, InstantClaims])
export type ResourceClaims = z.infer<typeof Claims>

export interface SealedClaims {
  readonly claims: ResourceClaims
  readonly download: boolean
}

/** Encrypts and decrypts resource tokens: `slv_` or `sld_` and a compact JWE (RFC 7516: dir, A256GCM). */
export interface TokenSeal {
  seal(token: SealedClaims): Promise<string>
  /** @param now ms since 1970 */
  open(token: string, now: number): Promise<Result<SealedClaims, GrantRefusal>>
}

/** The header's `typ` repeats the prefix, authenticated: a view token cannot be relabelled as a download token. */
const typOf = (download: boolean) => (download ? 'sld+jwt' : 'slv+jwt')

const prefixOf = (token: string): boolean | undefined => {
  if (token.startsWith(VIEW_TOKEN_PREFIX)) return false
  return token.startsWith(DOWNLOAD_TOKEN_PREFIX) ? true : undefined
}

/**
 * Base64url of a length that is no multiple of four characters has spare bits that decoders ignore: without this,
 * a token with another last character would be the same token.
 */
const isCanonical = (jwe: string) =>
  jwe.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)

const codeOfError = (error: unknown) => (error instanceof errors.JOSEError ? error.code : 'ERR_CLAIMS')

export const createTokenSeal = async (keyRing: KeyRing): Promise<TokenSeal> => {
  // Imported once: importing for each token would cost more than decrypting it.
  const keys = new Map<string, webcrypto.CryptoKey>()
  for (const { kid, key } of keyRing.all('resource'))
    keys.set(
      kid,
      await webcrypto.subtle.importKey('raw', key.export(), 'AES-GCM', false, ['encrypt', 'decrypt']),
    )
  const first = keyRing.first('resource').kid

  const keyOf = (kid: string | undefined) => {
    const key = kid === undefined ? undefined : keys.get(kid)
    if (!key) throw new errors.JWEInvalid('unknown kid')
    return key
  }

  return {
    async seal({ claims, download }) {
      const jwe = await new EncryptJWT({ ...claims })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: first, typ: typOf(download) })
        .encrypt(keyOf(first))
      return (download ? DOWNLOAD_TOKEN_PREFIX : VIEW_TOKEN_PREFIX) + jwe
    },

    async open(token, now) {
      const download = prefixOf(token)
      if (download === undefined) return refuse({ reason: 'not-a-resource-token' })
      const jwe = token.slice(VIEW_TOKEN_PREFIX.length)
      if (!isCanonical(jwe)) return refuse({ reason: 'invalid', why: 'not-canonical' })
      try {
        const { payload } = await jwtDecrypt(jwe, (header) => keyOf(header.kid), {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          typ: typOf(download),
          requiredClaims: ['exp'],
          currentDate: new Date(now),
        })
        return ok({ claims: Claims.parse(payload), download })
      } catch (error) {
        if (error instanceof errors.JWTExpired) return refuse({ reason: 'expired' })
        return refuse({ reason: 'invalid', why: codeOfError(error) })
      }
    },
  }
}
