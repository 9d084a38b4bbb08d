import type { Generated } from 'kysely'

/** The tables as Kysely sees them; what the columns mean is told in SCHEMA.md. */
export interface Tables {
  shares: SharesTable
  share_studies: ShareStudiesTable
  openings: OpeningsTable
  events: EventsTable
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
  kind: 'created' | 'opened' | 'revoked'
  actor_iss: string | null
  actor_sub: string | null
  actor_name: string | null
  address: string | null
  browser: string | null
}
