import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import pLimit from 'p-limit'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { KeyRing, PurposeKey } from '../keys/key-ring.ts'
import {
  MAX_COMPARISONS,
  MAX_WAITING_COMPARISONS,
  RETRY_AFTER_COMPARISONS_SECONDS,
  SCRYPT_COST,
} from './limits.ts'

/** Too many PINs are being compared: nothing was done, nothing is known. */
export type PinsBusy = { readonly reason: 'too-many-requests'; readonly retryAfterSeconds: number }

/** Is it this PIN? False, too, for a hash whose pepper is no longer configured. Compares in constant time. */
export type IsPin = (pin: string, hash: string) => Promise<boolean>

/** How PINs are kept: scrypt (RFC 7914) over an HMAC with a key that the database does not hold. */
export interface Pins {
  /** `scrypt$<N>$<r>$<p>$<pepper kid>$<salt>$<hash>`, both base64url. */
  hash(pin: string): Promise<Result<string, PinsBusy>>
  /**
   * Waits for a turn to compare, and holds it during `work`: what a try costs is taken when it really runs, not while
   * it waits.
   */
  inTurn<Value>(work: (isPin: IsPin) => Promise<Value>): Promise<Result<Value, PinsBusy>>
}

export interface PinsDeps {
  readonly keyRing: KeyRing
  readonly cost?: typeof SCRYPT_COST
  readonly maxWaiting?: number
}

const SALT_BYTES = 16
const HASH_BYTES = 32
const HASH_SHAPE = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)\$([\w-]+)$/

/** As people type it: another keyboard's digits and letters are the same, white space at the ends is none. */
const normalise = (pin: string): string => pin.normalize('NFKC').trim()

const derive = (pin: string, { key }: PurposeKey, salt: Buffer, cost: typeof SCRYPT_COST): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const peppered = createHmac('sha256', key).update(normalise(pin)).digest()
    // Node's own limit is a little below what 32 MiB need.
    scrypt(peppered, salt, HASH_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })

export const createPins = ({
  keyRing,
  cost = SCRYPT_COST,
  maxWaiting = MAX_WAITING_COMPARISONS,
}: PinsDeps): Pins => {
  const limit = pLimit(MAX_COMPARISONS)
  const inTurn = async <Value>(work: () => Promise<Value>): Promise<Result<Value, PinsBusy>> =>
    limit.pendingCount >= maxWaiting
      ? refuse({ reason: 'too-many-requests', retryAfterSeconds: RETRY_AFTER_COMPARISONS_SECONDS })
      : ok(await limit(work))

  const isPin: IsPin = async (pin, stored) => {
    const [, N, r, p, kid = '', salt = '', expected = ''] = HASH_SHAPE.exec(stored) ?? []
    const pepper = keyRing.byKid('pepper', kid)
    if (!pepper) return false
    const saltBytes = Buffer.from(salt, 'base64url')
    const hash = await derive(pin, pepper, saltBytes, { N: Number(N), r: Number(r), p: Number(p) })
    const expectedHash = Buffer.from(expected, 'base64url')
    return expectedHash.length === hash.length && timingSafeEqual(expectedHash, hash)
  }

  return {
    hash: (pin) =>
      inTurn(async () => {
        const pepper = keyRing.first('pepper')
        const salt = randomBytes(SALT_BYTES)
        const hash = await derive(pin, pepper, salt, cost)
        const { N, r, p } = cost
        return ['scrypt', N, r, p, pepper.kid, salt.toString('base64url'), hash.toString('base64url')].join(
          '$',
        )
      }),

    inTurn: (work) => inTurn(() => work(isPin)),
  }
}
