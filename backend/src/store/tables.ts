import type { Generated } from 'kysely'
import type { EventKind, Notify, PinKind } from '../contract/index.ts'

/** The tables as Kysely sees them; what the columns mean is told in SCHEMA.md. */
export interface Tables {
  shares: SharesTable
  share_studies: ShareStudiesTable
  openings: OpeningsTable
  events: EventsTable
  history_retention: HistoryRetentionTable
}

export interface SharesTable {
  share_id: string
  code_kid: string
  generation: number
  revision: number
  created_at_ms: number
  owner_iss: string
  owner_sub: string
  created_by: string
  expires_at_ms: number
  revoked_at_ms: number | null
  viewer: string | null
  allow_download: number
  max_opens: number | null
  openings: number
  last_opened_at_ms: number | null
  owner_email: string | null
  owner_language: string | null
  recipient: string | null
  note: string | null
  notify: Notify
  search_text: string
  pin_kind: PinKind | null
  pin_hash: string | null
  pin_wrong_tries: number
  pin_tries_allowed: number
  pin_locked_at_ms: number | null
}

export interface ShareStudiesTable {
  share_id: string
  position: number
  study_instance_uid: string
  orthanc_id: string
}

export interface OpeningsTable {
  share_id: string
  open_id_hash: string
  opened_at_ms: number
  session_ends_at_ms: number
}

export interface EventsTable {
  event_id: Generated<number>
  share_id: string
  at_ms: number
  kind: EventKind
  actor_iss: string | null
  actor_sub: string | null
  actor_name: string | null
  address: string | null
  browser: string | null
  changes: string | null
}

export interface HistoryRetentionTable {
  keep_from_ms: number
}
