import { createHash } from 'node:crypto'
import { errors, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import { MAX_DECRYPTED_TOKENS } from '../kernel/limits.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import type { GrantRefusal, ResourceGrant, ResourceTokens } from '../tokens/grant.ts'
import { readPresentedToken } from './presented-token.ts'
import { parseInstant } from './requested-end.ts'
import { parseTokenType } from './token-types.ts'

/** The Python service's payload: snake_case, an end of its own instead of `exp`. */
const LegacyPayload = z.object({
  type: z.string(),
  resources: z.array(
    z.object({ dicom_uid: z.string().nullish(), orthanc_id: z.string().nullish(), level: z.string() }),
  ),
  /** ISO 8601; null lasts for ever, or until `acceptUntilMs`. */
  expiration_date: z.string().nullish(),
})

export interface LegacyTokensDeps {
  /** `LEGACY_SECRET_KEYS`: the Python service's `SECRET_KEY`, as it was. */
  readonly secrets: readonly string[]
  /** SHA-256 digests (hex) of tokens that are refused one by one. */
  readonly revokedDigests: ReadonlySet<string>
  /** `LEGACY_ACCEPT_UNTIL`: all are refused from this instant on, ms since 1970. */
  readonly acceptUntilMs?: number | undefined
  readonly clock: Clock
}

/**
 * Accepts links that the Python service sent, beside our own. Stateless: they end by their own date, by the common
 * one, or by their digest.
 *
 * @param ours asked first; only what is none of ours is looked at here
 */
export const withLegacyTokens = (ours: ResourceTokens, deps: LegacyTokensDeps): ResourceTokens => {
  const keys = deps.secrets.map((secret) => new TextEncoder().encode(secret))
  const known = new LRUCache<string, ResourceGrant>({ max: MAX_DECRYPTED_TOKENS })

  const read = async (token: string): Promise<Result<ResourceGrant, GrantRefusal>> => {
    const cached = known.get(token)
    if (cached) return ok(cached)
    if (!isCanonical(token)) return refuse({ reason: 'not-a-resource-token' })
    const digest = createHash('sha256').update(token).digest('hex')
    if (deps.revokedDigests.has(digest)) return refuse({ reason: 'revoked' })
    const payload = await verifyWithAny(token, keys, deps.clock())
    if (payload === undefined) return refuse({ reason: 'not-a-resource-token' })
    const grant = grantOf(payload, digest, deps.acceptUntilMs ?? Number.MAX_SAFE_INTEGER)
    if (!grant) return refuse({ reason: 'invalid', why: 'legacy payload' })
    known.set(token, grant)
    return ok(grant)
  }

  return {
    async verify(value) {
      const answer = await ours.verify(value)
      if (answer.ok || answer.refusal.reason !== 'not-a-resource-token') return answer
      const token = readPresentedToken(value)
      if (token === null) return answer
      const legacy = await read(token)
      return legacy.ok && legacy.value.endsAtMs <= deps.clock() ? refuse({ reason: 'expired' }) : legacy
    },
  }
}

/** One spelling only, so that a refused digest cannot be dodged by the spare bits of base64url. */
const isCanonical = (token: string): boolean => {
  const parts = token.split('.')
  return (
    parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

const verifyWithAny = async (token: string, keys: readonly Uint8Array[], nowMs: number): Promise<unknown> => {
  for (const key of keys) {
    try {
      return (await jwtVerify(token, key, { algorithms: ['HS256'], currentDate: new Date(nowMs) })).payload
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error
    }
  }
  return undefined
}

const grantOf = (payload: unknown, digest: string, acceptUntilMs: number): ResourceGrant | undefined => {
  const parsed = LegacyPayload.safeParse(payload)
  const type = parsed.success ? parseTokenType(parsed.data.type) : undefined
  if (!parsed.success || !type) return undefined
  const { resources, expiration_date: date } = parsed.data
  const ownEndMs = date ? parseInstant(date) : Number.MAX_SAFE_INTEGER
  const studies = resources.filter(({ level }) => level.toLowerCase() === 'study')
  if (ownEndMs === undefined || studies.length === 0) return undefined
  return {
    kind: type.kind === 'publication' ? 'share' : 'instant',
    shareId: `legacy-${digest.slice(0, 16)}`,
    // An id that the token does not say is empty: it matches nothing.
    studies: studies.map((one) => ({
      studyInstanceUID: one.dicom_uid ?? '',
      orthancId: one.orthanc_id ?? '',
    })),
    // What was sent as a link with downloads stays one.
    download: true,
    viewer: type.kind === 'publication' ? type.viewer : null,
    endsAtMs: Math.min(ownEndMs, acceptUntilMs),
  }
}
