import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { MIN_SECRET_CHARACTERS } from '../kernel/limits.ts'

/**
 * What a key may be used for. Every purpose has keys of its own, so nothing made for one is ever accepted for
 * another: `code` the MAC in links, `resource` tokens that only view, `download` those that download too, `pepper` PIN
 * hashes.
 */
export type KeyPurpose = 'code' | 'resource' | 'download' | 'pepper'

export interface PurposeKey {
  /** Name of the secret behind the key, the same for all its purposes. Tells nothing about the secret. */
  readonly kid: string
  /** 256 bits. */
  readonly key: KeyObject
}

/** Keys for each purpose, newest first: the first makes, all check. */
export interface KeyRing {
  first(purpose: KeyPurpose): PurposeKey
  all(purpose: KeyPurpose): readonly PurposeKey[]
  byKid(purpose: KeyPurpose, kid: string): PurposeKey | undefined
}

const PURPOSES: readonly KeyPurpose[] = ['code', 'resource', 'download', 'pepper']
const KEY_BYTES = 32
const KID_BYTES = 6

/** HKDF-SHA256 (RFC 5869); the info names what the output is for. The secrets are full-entropy: no salt. */
const derive = (secret: string, use: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', secret, '', `studylink/v1/${use}`, bytes))

/**
 * Derives all keys from the configured secrets (`SECRET_KEY`). To rotate, put a new secret first and keep the
 * old one until its links have ended.
 * @throws RangeError without a secret, or when one is shorter than 32 characters
 */
export const createKeyRing = (secrets: readonly string[]): KeyRing => {
  if (secrets.length === 0) throw new RangeError('a key ring needs at least one secret')
  if (secrets.some((secret) => secret.length < MIN_SECRET_CHARACTERS))
    throw new RangeError(`each secret needs at least ${MIN_SECRET_CHARACTERS} characters`)
  const named = secrets.map((secret) => ({
    secret,
    kid: derive(secret, 'kid', KID_BYTES).toString('base64url'),
  }))
  const keys = Object.fromEntries(
    PURPOSES.map((purpose) => [
      purpose,
      named.map(({ secret, kid }) => ({ kid, key: createSecretKey(derive(secret, purpose, KEY_BYTES)) })),
    ]),
  ) as unknown as Record<KeyPurpose, [PurposeKey, ...PurposeKey[]]>
  return {
    first: (purpose) => keys[purpose][0],
    all: (purpose) => keys[purpose],
    byKid: (purpose, kid) => keys[purpose].find((key) => key.kid === kid),
  }
}
