import type { Result } from '../kernel/result.ts'

/** What a guest's resource token opens, right now. */
export interface ResourceGrant {
  readonly kind: 'share' | 'instant'
  /** For the log and the history. Instant links have their `jti`. */
  readonly shareId: string
  readonly studies: readonly { readonly studyInstanceUID: string; readonly orthancId: string }[]
  /** May archives and files be retrieved? False for `slv_` tokens. */
  readonly download: boolean
  /** When the token ends, ms since 1970. */
  readonly endsAtMs: number
  /** Key of the viewer that the share names, if it names one. */
  readonly viewer?: string | null | undefined
}

export type GrantRefusal =
  /** Not a resource token at all (no known prefix): the caller may try it as an access token. */
  | { readonly reason: 'not-a-resource-token' }
  | { readonly reason: 'invalid'; readonly why: string }
  | { readonly reason: 'expired' }
  /** Narrowed or ended since it was minted. */
  | { readonly reason: 'revoked' }
  /** The store does not know the share: lost, older, or another server's. */
  | { readonly reason: 'unknown-share' }
  | { readonly reason: 'store-unavailable' }

/**
 * The one decision about guests' tokens, used by `/tokens/validate`, `/tokens/decode`, the guard and the
 * searches. The end and the revocation are checked on every call, cached or not.
 */
export interface ResourceTokens {
  /** @param token with or without a `Bearer ` prefix */
  verify(token: string): Promise<Result<ResourceGrant, GrantRefusal>>
}

/** Our guests' tokens are recognised by these, also by nginx, the Lua guard and secret scanners. */
export const VIEW_TOKEN_PREFIX = 'slv_'
export const DOWNLOAD_TOKEN_PREFIX = 'sld_'
