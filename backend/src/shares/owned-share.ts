import { hasPermission, type Clinician } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { ShareStore, StoredShare } from '../store/share-store.ts'

/** Unknown, and somebody else's: told alike, so that nobody learns which shares exist. */
export type OwnedShareRefusal = { readonly reason: 'not-found' }

export const isOwner = (
  { iss, sub }: Pick<Clinician, 'iss' | 'sub'>,
  share: Pick<StoredShare, 'ownerIss' | 'ownerSub'>,
): boolean => share.ownerIss === iss && share.ownerSub === sub

/** May this clinician change it, end it, see its link and history? Its owner may, and administrators. */
export const mayManage = (
  clinician: Pick<Clinician, 'iss' | 'sub' | 'permissions'>,
  share: Pick<StoredShare, 'ownerIss' | 'ownerSub'>,
): boolean => isOwner(clinician, share) || hasPermission(clinician, 'admin-permissions')

/** A share for its owner, or for an administrator (`admin-permissions`). */
export const getOwnedShare = async (
  store: ShareStore,
  clinician: Clinician,
  shareId: string,
): Promise<Result<StoredShare, OwnedShareRefusal>> => {
  const share = await store.getShare(shareId)
  return share && mayManage(clinician, share) ? ok(share) : refuse({ reason: 'not-found' })
}
