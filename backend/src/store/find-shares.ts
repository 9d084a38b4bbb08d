import { sql, type Kysely, type Transaction } from 'kysely'
import type { ShareState } from '../contract/index.ts'
import { searchPatterns } from './search-text.ts'
import { shareOfRows } from './share-rows.ts'
import type { ListQuery, StoredShare } from './share-store.ts'
import type { SharesTable, ShareStudiesTable, Tables } from './tables.ts'

export type Reader = Kysely<Tables> | Transaction<Tables>

/** The studies of these rows, each in its share's order. */
const withStudies = async (db: Reader, rows: readonly SharesTable[]): Promise<StoredShare[]> => {
  if (rows.length === 0) return []
  const studies = await db
    .selectFrom('share_studies')
    .selectAll()
    .where(
      'share_id',
      'in',
      rows.map((row) => row.share_id),
    )
    .orderBy('share_id')
    .orderBy('position')
    .execute()
  const byShare = new Map<string, ShareStudiesTable[]>(rows.map((row) => [row.share_id, []]))
  for (const study of studies) byShare.get(study.share_id)?.push(study)
  return rows.map((row) => shareOfRows(row, byShare.get(row.share_id) ?? []))
}

/** @param lock keeps the rows for this transaction, in one order for all, so that none waits in a circle */
export const findShares = async (
  db: Reader,
  shareIds: readonly string[],
  lock: boolean,
): Promise<StoredShare[]> => {
  if (shareIds.length === 0) return []
  const rows = await db
    .selectFrom('shares')
    .selectAll()
    .where('share_id', 'in', shareIds)
    .orderBy('share_id')
    .$if(lock, (query) => query.forUpdate())
    .execute()
  return withStudies(db, rows)
}

export const findShare = async (db: Reader, shareId: string, lock: boolean) =>
  (await findShares(db, [shareId], lock))[0]

/** `shareStateAt` in SQL. */
const stateAt = (nowMs: number) => sql<ShareState>`case
  when revoked_at_ms is not null then 'revoked'
  when expires_at_ms <= ${nowMs} then 'expired'
  when max_opens is not null and openings >= max_opens then 'exhausted'
  when pin_hash is not null and pin_wrong_tries >= pin_tries_allowed then 'locked'
  else 'active' end`

/** Four numbers and more: nobody writes that into a note. */
const STUDY_INSTANCE_UID = /^\d+(\.\d+){3,}$/

export const ofStudy = (studyInstanceUID: string) =>
  sql<boolean>`share_id in (select share_id from share_studies where study_instance_uid = ${studyInstanceUID})`

/** Each filter narrows; newest first. Keyset: a page costs the same wherever it starts. */
export const listShares = async (
  db: Reader,
  { owner, ownerSub, studyInstanceUID, search, states, nowMs, before, limit }: ListQuery,
): Promise<StoredShare[]> => {
  let query = db.selectFrom('shares').selectAll()
  if (owner) query = query.where('owner_sub', '=', owner.sub).where('owner_iss', '=', owner.iss)
  if (ownerSub !== undefined) query = query.where('owner_sub', '=', ownerSub)
  if (studyInstanceUID !== undefined) query = query.where(ofStudy(studyInstanceUID))
  if (search !== undefined && STUDY_INSTANCE_UID.test(search)) query = query.where(ofStudy(search))
  else
    for (const pattern of searchPatterns(search ?? ''))
      query = query.where(sql<boolean>`search_text like ${pattern} escape '\\'`)
  if (states) {
    if (states.length === 0) return []
    query = query.where(stateAt(nowMs), 'in', states)
  }
  if (before)
    query = query.where(sql<boolean>`(created_at_ms, share_id) < (${before.createdAtMs}, ${before.shareId})`)
  const rows = await query.orderBy('created_at_ms', 'desc').orderBy('share_id', 'desc').limit(limit).execute()
  return withStudies(db, rows)
}
