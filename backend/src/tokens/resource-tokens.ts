import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import { MAX_DECRYPTED_TOKENS, MAX_INSTANT_LINK_SECONDS, MAX_INSTANT_STUDIES } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import type { GrantRefusal, ResourceGrant, ResourceTokens } from './grant.ts'
import type { LiveShares } from './live-shares.ts'
import { createTokenSeal, type SealedClaims } from './sealed-token.ts'

/** A token and when it really ends, ms since 1970 (whole seconds). */
export interface MintedToken {
  readonly token: string
  readonly endsAtMs: number
}

export interface ShareTokenRequest {
  readonly shareId: string
  readonly generation: number
  readonly download: boolean
  /** Wished end, ms since 1970. */
  readonly endsAtMs: number
}

export interface InstantTokenRequest {
  /** At most 20: they travel inside the token. */
  readonly studies: ResourceGrant['studies']
  readonly download: boolean
  /** At most 3600. */
  readonly ttlSeconds: number
}

/** Makes resource tokens. Whether they may be made is the caller's decision. */
export interface TokenMint {
  /** A token that names a share; what it opens is looked up when it is used. */
  forShare(request: ShareTokenRequest): Promise<MintedToken>
  /**
   * A stateless token that carries its studies, encrypted. It is no share: it is not listed and cannot be revoked.
   * @throws RangeError on no study, more than 20, or a life beyond 3600 seconds
   */
  instant(request: InstantTokenRequest): Promise<MintedToken>
}

export interface ResourceTokensDeps {
  readonly keyRing: KeyRing
  readonly liveShares: LiveShares
  readonly clock: Clock
  /** Tokens carry it and must carry the same when they come back. */
  readonly serverId?: string | undefined
}

const BEARER = /^bearer /i

export const createResourceTokens = (deps: ResourceTokensDeps): ResourceTokens & TokenMint => {
  const { keyRing, liveShares, clock, serverId } = deps
  const seal = createTokenSeal(keyRing)
  const opened = new LRUCache<string, SealedClaims>({ max: MAX_DECRYPTED_TOKENS })
  const server = serverId === undefined ? {} : { serverId }

  const open = (token: string): Result<SealedClaims, GrantRefusal> => {
    const cached = opened.get(token)
    if (cached) return ok(cached)
    const result = seal.open(token, clock())
    if (!result.ok) return result
    if (result.value.claims.serverId !== serverId) return refuse({ reason: 'invalid', why: 'server-id' })
    opened.set(token, result.value)
    return result
  }

  return {
    async verify(token) {
      const result = open(token.replace(BEARER, ''))
      if (!result.ok) return result
      const { claims, download } = result.value
      const tokenEndsAtMs = claims.exp * 1000
      if (tokenEndsAtMs <= clock()) return refuse({ reason: 'expired' })
      if (claims.kind === 'instant')
        return ok({
          kind: 'instant',
          shareId: claims.jti,
          studies: claims.studies,
          download,
          endsAtMs: tokenEndsAtMs,
        })

      const found = await liveShares.get(claims.shareId, claims.generation)
      if (!found.ok) return found
      const share = found.value
      if (share.revoked || claims.generation < share.generation) return refuse({ reason: 'revoked' })
      // A token newer than the row: an older store was put back. It revives nothing.
      if (claims.generation > share.generation) return refuse({ reason: 'unknown-share' })
      if (share.endsAtMs <= clock()) return refuse({ reason: 'expired' })
      return ok({
        kind: 'share',
        shareId: share.shareId,
        studies: share.studies,
        download: download && share.download,
        endsAtMs: Math.min(tokenEndsAtMs, share.endsAtMs),
        viewer: share.viewer,
      })
    },

    async forShare({ shareId, generation, download, endsAtMs }) {
      const exp = Math.floor(endsAtMs / 1000)
      const claims = { kind: 'share', shareId, generation, exp, ...server } as const
      return { token: await seal.seal({ claims, download }), endsAtMs: exp * 1000 }
    },

    async instant({ studies, download, ttlSeconds }) {
      if (studies.length === 0 || studies.length > MAX_INSTANT_STUDIES)
        throw new RangeError(`an instant link carries 1 to ${MAX_INSTANT_STUDIES} studies`)
      if (!(ttlSeconds > 0 && ttlSeconds <= MAX_INSTANT_LINK_SECONDS))
        throw new RangeError(`an instant link lives at most ${MAX_INSTANT_LINK_SECONDS} seconds`)
      const exp = Math.floor(clock() / 1000 + ttlSeconds)
      const plain = studies.map(({ studyInstanceUID, orthancId }) => ({ studyInstanceUID, orthancId }))
      const claims = { kind: 'instant', jti: randomUUID(), studies: plain, exp, ...server } as const
      return { token: await seal.seal({ claims, download }), endsAtMs: exp * 1000 }
    },
  }
}
