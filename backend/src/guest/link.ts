import type { ShareCodes } from '../codes/share-code.ts'
import { refuse, ok, type Result } from '../kernel/result.ts'
import type { ShareStore, StoredShare } from '../store/share-store.ts'

export interface LinkDeps {
  readonly codes: ShareCodes
  readonly store: ShareStore
}

export type LinkRefusal = { readonly reason: 'link-unknown' }

/** The share behind a code. A code that we did not make is refused before the store is asked. */
export const findShareByCode = async (
  { codes, store }: LinkDeps,
  code: string,
): Promise<Result<StoredShare, LinkRefusal>> => {
  const checked = codes.check(code)
  if (!checked) return refuse({ reason: 'link-unknown' })
  const share = await store.getShare(checked.shareId)
  // Each row says which key made its code: no other configured key may stand in for it.
  return share && share.codeKid === checked.kid ? ok(share) : refuse({ reason: 'link-unknown' })
}
