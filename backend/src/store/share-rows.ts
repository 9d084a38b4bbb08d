import type { Insertable, Selectable } from 'kysely'
import type { NewShare, StoredShare } from './share-store.ts'
import type { SharesTable, ShareStudiesTable } from './tables.ts'

export const rowOfNewShare = (share: NewShare): Insertable<SharesTable> => ({
  share_id: share.shareId,
  code_kid: share.codeKid,
  generation: 1,
  revision: 1,
  created_at_ms: share.createdAtMs,
  owner_iss: share.ownerIss,
  owner_sub: share.ownerSub,
  created_by: share.createdBy,
  expires_at_ms: share.expiresAtMs,
  revoked_at_ms: null,
  viewer: share.viewer,
  allow_download: share.allowDownload ? 1 : 0,
  max_opens: share.maxOpens,
  openings: 0,
  last_opened_at_ms: null,
})

export const rowsOfStudies = (share: NewShare): Insertable<ShareStudiesTable>[] =>
  share.studies.map(({ studyInstanceUID, orthancId }, position) => ({
    share_id: share.shareId,
    position,
    study_instance_uid: studyInstanceUID,
    orthanc_id: orthancId,
  }))

export const shareOfRows = (
  row: Selectable<SharesTable>,
  studies: readonly Selectable<ShareStudiesTable>[],
): StoredShare => ({
  shareId: row.share_id,
  codeKid: row.code_kid,
  generation: row.generation,
  revision: row.revision,
  createdAtMs: row.created_at_ms,
  ownerIss: row.owner_iss,
  ownerSub: row.owner_sub,
  createdBy: row.created_by,
  expiresAtMs: row.expires_at_ms,
  revokedAtMs: row.revoked_at_ms,
  viewer: row.viewer,
  allowDownload: row.allow_download === 1,
  maxOpens: row.max_opens,
  openings: row.openings,
  lastOpenedAtMs: row.last_opened_at_ms,
  studies: studies.map((study) => ({
    studyInstanceUID: study.study_instance_uid,
    orthancId: study.orthanc_id,
  })),
})
