import { hasPermission, type Clinician } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { ShareStore, StoredShare } from '../store/share-store.ts'

/** Unknown, and somebody else's: told alike, so that nobody learns which shares exist. */
export type OwnedShareRefusal = { readonly reason: 'not-found' }

/** A share for its owner, or for an administrator (`admin-permissions`). */
export const getOwnedShare = async (
  store: ShareStore,
  clinician: Clinician,
  shareId: string,
): Promise<Result<StoredShare, OwnedShareRefusal>> => {
  const share = await store.getShare(shareId)
  const isOwner = share?.ownerIss === clinician.iss && share.ownerSub === clinician.sub
  if (!share || !(isOwner || hasPermission(clinician, 'admin-permissions')))
    return refuse({ reason: 'not-found' })
  return ok(share)
}
