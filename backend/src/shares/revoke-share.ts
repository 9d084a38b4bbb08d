import type { RevokeSharesRequest } from '../contract/index.ts'
import { hasPermission, type Clinician } from '../identity/clinician.ts'
import type { Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { liveShareOf } from '../store/share-state.ts'
import type { ShareStore, StoredShare } from '../store/share-store.ts'
import type { LiveShares } from '../tokens/live-shares.ts'
import { getOwnedShare, type OwnedShareRefusal } from './owned-share.ts'

export interface RevokeShareDeps {
  readonly store: ShareStore
  readonly liveShares: LiveShares
  readonly clock: Clock
}

export interface RevokeSharesDeps extends RevokeShareDeps {
  /** Whose `sub` an owner can be: the provider's public names, and ours for what the plugin makes. */
  readonly ownerIssuers: readonly string[]
}

/** Ends a share for good: its code and all tokens made from it are refused from now on. */
export const revokeShare = async (
  { store, liveShares, clock }: RevokeShareDeps,
  clinician: Clinician,
  shareId: string,
): Promise<Result<StoredShare, OwnedShareRefusal>> => {
  const owned = await getOwnedShare(store, clinician, shareId)
  if (!owned.ok) return owned
  const revoked = await store.revokeShare(shareId, clinician, clock())
  if (!revoked) return refuse({ reason: 'not-found' })
  liveShares.update(liveShareOf(revoked))
  return ok(revoked)
}

/** Ends all shares of an owner or of a study that have not ended yet. Gives how many. */
export const revokeShares = async (
  { store, liveShares, clock, ownerIssuers }: RevokeSharesDeps,
  clinician: Clinician,
  request: RevokeSharesRequest,
): Promise<Result<number, { readonly reason: 'forbidden' }>> => {
  if (!hasPermission(clinician, 'admin-permissions')) return refuse({ reason: 'forbidden' })
  const targets =
    'studyInstanceUID' in request
      ? [request]
      : [...new Set([clinician.iss, ...ownerIssuers])].map((ownerIss) => ({
          ownerIss,
          ownerSub: request.ownerUserId,
        }))
  let count = 0
  for (const of of targets) {
    const revoked = await store.revokeShares(of, clinician, clock())
    for (const share of revoked) liveShares.update(liveShareOf(share))
    count += revoked.length
  }
  return ok(count)
}
