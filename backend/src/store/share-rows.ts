import type { Insertable, Selectable, Updateable } from 'kysely'
import { PIN_TRIES } from '../kernel/limits.ts'
import { searchTextOf } from './search-text.ts'
import type {
  ChangedFieldLine,
  NewPin,
  NewShare,
  ShareChange,
  StoredEvent,
  StoredShare,
} from './share-store.ts'
import type { EventsTable, SharesTable, ShareStudiesTable } from './tables.ts'

const searchTextOfShare = (share: Pick<StoredShare, 'createdBy' | 'recipient' | 'note'>) =>
  searchTextOf([share.createdBy, share.recipient, share.note])

const columnsOfPin = (pin: NewPin | null) => ({
  pin_kind: pin?.kind ?? null,
  pin_hash: pin?.hash ?? null,
  pin_wrong_tries: 0,
  pin_tries_allowed: PIN_TRIES,
  pin_locked_at_ms: null,
})

export const rowOfNewShare = (share: NewShare): Insertable<SharesTable> => ({
  share_id: share.shareId,
  code_kid: share.codeKid,
  generation: 1,
  revision: 1,
  created_at_ms: share.createdAtMs,
  owner_iss: share.ownerIss,
  owner_sub: share.ownerSub,
  created_by: share.createdBy,
  owner_email: share.ownerEmail,
  owner_language: share.ownerLanguage,
  expires_at_ms: share.expiresAtMs,
  revoked_at_ms: null,
  viewer: share.viewer,
  allow_download: share.allowDownload ? 1 : 0,
  max_opens: share.maxOpens,
  openings: 0,
  last_opened_at_ms: null,
  recipient: share.recipient,
  note: share.note,
  notify: share.notify,
  search_text: searchTextOfShare(share),
  ...columnsOfPin(share.pin),
})

/** The share as it is stored the moment it is made. */
export const storedOfNewShare = (share: NewShare): StoredShare => ({
  ...share,
  generation: 1,
  revision: 1,
  revokedAtMs: null,
  openings: 0,
  lastOpenedAtMs: null,
  pin: share.pin && { ...share.pin, wrongTries: 0, triesAllowed: PIN_TRIES },
})

export const rowsOfStudies = (share: NewShare): Insertable<ShareStudiesTable>[] =>
  share.studies.map(({ studyInstanceUID, orthancId }, position) => ({
    share_id: share.shareId,
    position,
    study_instance_uid: studyInstanceUID,
    orthanc_id: orthancId,
  }))

/** A share with a change in it, and the columns that it writes. */
export const applyChange = (
  share: StoredShare,
  { pin, ...change }: ShareChange,
): { changed: StoredShare; columns: Updateable<SharesTable> } => {
  const changed: StoredShare = {
    ...share,
    ...change,
    ...(pin === undefined
      ? {}
      : { pin: pin && { kind: pin.kind, hash: pin.hash, wrongTries: 0, triesAllowed: PIN_TRIES } }),
  }
  return {
    changed,
    columns: {
      expires_at_ms: changed.expiresAtMs,
      viewer: changed.viewer,
      allow_download: changed.allowDownload ? 1 : 0,
      max_opens: changed.maxOpens,
      recipient: changed.recipient,
      note: changed.note,
      notify: changed.notify,
      owner_email: changed.ownerEmail,
      owner_language: changed.ownerLanguage,
      search_text: searchTextOfShare(changed),
      ...(pin === undefined ? {} : columnsOfPin(pin)),
    },
  }
}

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
  ownerEmail: row.owner_email,
  ownerLanguage: row.owner_language,
  expiresAtMs: row.expires_at_ms,
  revokedAtMs: row.revoked_at_ms,
  viewer: row.viewer,
  allowDownload: row.allow_download === 1,
  maxOpens: row.max_opens,
  openings: row.openings,
  lastOpenedAtMs: row.last_opened_at_ms,
  recipient: row.recipient,
  note: row.note,
  notify: row.notify,
  pin:
    row.pin_kind === null || row.pin_hash === null
      ? null
      : {
          kind: row.pin_kind,
          hash: row.pin_hash,
          wrongTries: row.pin_wrong_tries,
          triesAllowed: row.pin_tries_allowed,
        },
  studies: studies.map((study) => ({
    studyInstanceUID: study.study_instance_uid,
    orthancId: study.orthanc_id,
  })),
})

export const eventOfRow = (row: Selectable<EventsTable>): StoredEvent => ({
  eventId: row.event_id,
  shareId: row.share_id,
  atMs: row.at_ms,
  kind: row.kind,
  actor:
    row.actor_iss === null || row.actor_sub === null
      ? null
      : { iss: row.actor_iss, sub: row.actor_sub, name: row.actor_name ?? '' },
  address: row.address,
  browser: row.browser,
  changes: row.changes === null ? null : (JSON.parse(row.changes) as ChangedFieldLine[]),
})
