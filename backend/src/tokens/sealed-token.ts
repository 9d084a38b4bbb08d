import { createDecipheriv, type KeyObject } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { z } from 'zod'
import { OrthancId, ShareId, StudyInstanceUID } from '../contract/index.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { KeyPurpose, KeyRing } from '../keys/key-ring.ts'
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
  open(token: string, now: number): Result<SealedClaims, GrantRefusal>
}

/** The header's `typ` repeats the prefix, authenticated: a view token cannot be relabelled as a download token. */
const typOf = (download: boolean) => (download ? 'sld+jwt' : 'slv+jwt')

const purposeOf = (download: boolean): KeyPurpose => (download ? 'download' : 'resource')

const prefixOf = (token: string): boolean | undefined => {
  if (token.startsWith(VIEW_TOKEN_PREFIX)) return false
  return token.startsWith(DOWNLOAD_TOKEN_PREFIX) ? true : undefined
}

/** AES-256-GCM as A256GCM prescribes it (RFC 7518, 5.3). Node would take shorter tags, which are easier to guess. */
const IV_BYTES = 12
const TAG_BYTES = 16

/** What one of our protected headers, the only ones that are taken, says about the rest. */
interface KnownHeader {
  readonly key: KeyObject
  readonly download: boolean
}

/**
 * Base64url of a length that is no multiple of four characters has spare bits that decoders ignore: without this,
 * a token with another last character would be the same token.
 */
const decodeCanonical = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

/** What was sealed, or undefined when these are not exactly the parts that `seal` made. */
const decrypt = (key: KeyObject, header: string, parts: readonly (Buffer | undefined)[]): unknown => {
  const [iv, ciphertext, tag] = parts
  if (iv?.length !== IV_BYTES || !ciphertext || tag?.length !== TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(header, 'ascii')).setAuthTag(tag)
  try {
    const json = decipher.update(ciphertext, undefined, 'utf8')
    // `final` throws unless header, iv and ciphertext are those that the tag was made for.
    return JSON.parse(json + decipher.final('utf8')) as unknown
  } catch {
    return undefined
  }
}

/**
 * jose makes the tokens. It is not asked to open them: it decrypts by WebCrypto, which hands the few hundred bytes
 * to another thread and takes three times as long as the whole rest of a decision. Opening is Node's own AEAD over
 * the five parts of RFC 7516 (3.1), under one of the headers that `seal` writes, compared as text: nothing in a
 * foreign header is ever interpreted. The tests hold both against jose.
 */
export const createTokenSeal = (keyRing: KeyRing): TokenSeal => {
  const headerOf = (kid: string, download: boolean) =>
    ({ alg: 'dir', enc: 'A256GCM', kid, typ: typOf(download) }) as const
  const headers = new Map<string, KnownHeader>(
    [false, true].flatMap((download) =>
      keyRing
        .all(purposeOf(download))
        .map(({ kid, key }): [string, KnownHeader] => [
          Buffer.from(JSON.stringify(headerOf(kid, download))).toString('base64url'),
          { key, download },
        ]),
    ),
  )

  return {
    async seal({ claims, download }) {
      const { kid, key } = keyRing.first(purposeOf(download))
      const jwe = await new EncryptJWT({ ...claims }).setProtectedHeader(headerOf(kid, download)).encrypt(key)
      return (download ? DOWNLOAD_TOKEN_PREFIX : VIEW_TOKEN_PREFIX) + jwe
    },

    open(token, now) {
      const download = prefixOf(token)
      if (download === undefined) return refuse({ reason: 'not-a-resource-token' })
      const [header = '', encryptedKey, ...rest] = token.slice(VIEW_TOKEN_PREFIX.length).split('.')
      const known = headers.get(header)
      if (known?.download !== download) return refuse({ reason: 'invalid', why: 'header' })
      // `dir` has no key to encrypt (RFC 7516, 5.2, step 10).
      if (encryptedKey !== '' || rest.length !== 3) return refuse({ reason: 'invalid', why: 'form' })
      const payload = decrypt(known.key, header, rest.map(decodeCanonical))
      if (payload === undefined) return refuse({ reason: 'invalid', why: 'decryption' })
      const claims = Claims.safeParse(payload)
      if (!claims.success) return refuse({ reason: 'invalid', why: 'claims' })
      if (claims.data.exp * 1000 <= now) return refuse({ reason: 'expired' })
      return ok({ claims: claims.data, download })
    },
  }
}
