import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { KeyRing, PurposeKey } from '../keys/key-ring.ts'

/**
 * The secret of a link. `code = base64url(shareKey ‖ MAC)`: 10 random bytes that name the share, and the first 16
 * bytes of their HMAC-SHA256 (RFC 2104 §5 allows truncation to half). 35 characters.
 *
 * The store holds the shareKey alone, so a stolen database gives no working link; a guessed code is refused
 * without reading the store; and the owner's link can be made again from the row.
 */
export interface ShareCodes {
  /** A new share's public id (14 characters), its code (35), and the kid of the key that made it. */
  make(): { readonly shareId: string; readonly code: string; readonly kid: string }
  /** The code of an existing share, or undefined when the key that made it is no longer configured. */
  remake(shareId: string, kid: string): string | undefined
  /**
   * The share that a code names, or undefined for anything that we did not make. The caller compares `kid` with
   * the row's. Takes the same time wherever a code is wrong.
   */
  check(code: string): { readonly shareId: string; readonly kid: string } | undefined
}

const SHARE_KEY_BYTES = 10
const MAC_BYTES = 16
const CODE_SHAPE = /^[A-Za-z0-9_-]{35}$/

const macOf = ({ key }: PurposeKey, shareKey: Buffer) =>
  createHmac('sha256', key).update(shareKey).digest().subarray(0, MAC_BYTES)

const codeOf = (key: PurposeKey, shareKey: Buffer) =>
  Buffer.concat([shareKey, macOf(key, shareKey)]).toString('base64url')

export const createShareCodes = (keyRing: KeyRing): ShareCodes => ({
  make() {
    const key = keyRing.first('code')
    const shareKey = randomBytes(SHARE_KEY_BYTES)
    return { shareId: shareKey.toString('base64url'), code: codeOf(key, shareKey), kid: key.kid }
  },
  remake(shareId, kid) {
    const key = keyRing.byKid('code', kid)
    return key && codeOf(key, Buffer.from(shareId, 'base64url'))
  },
  check(code) {
    if (!CODE_SHAPE.test(code)) return undefined
    const bytes = Buffer.from(code, 'base64url')
    // 35 characters hold 2 bits more than 26 bytes: only the canonical spelling is the code.
    if (bytes.toString('base64url') !== code) return undefined
    const shareKey = bytes.subarray(0, SHARE_KEY_BYTES)
    const mac = bytes.subarray(SHARE_KEY_BYTES)
    const made = keyRing.all('code').filter((key) => timingSafeEqual(macOf(key, shareKey), mac))[0]
    return made && { shareId: shareKey.toString('base64url'), kid: made.kid }
  },
})
