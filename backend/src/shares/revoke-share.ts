import type { Clinician } from '../identity/clinician.ts'
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
