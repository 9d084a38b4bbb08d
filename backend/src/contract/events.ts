import { z } from 'zod'
import { Instant } from './shares.ts'

export const eventKinds = [
  'created',
  'opened',
  'pin-wrong',
  'locked',
  'unlocked',
  'changed',
  'emailed',
  'revoked',
  /** An opening was refused since a study has come to carry a label that is never shared. */
  'withheld',
] as const
export type EventKind = (typeof eventKinds)[number]

/** Fields of a share that a change can name. */
export const changedFields = [
  'expiresAt',
  'pin',
  'maxOpens',
  'allowDownload',
  'viewer',
  'recipient',
  'note',
  'notify',
] as const
export type ChangedField = (typeof changedFields)[number]

/** One line of a share's history. */
export const ShareEvent = z.object({
  /** Counts up; unique in the whole history. */
  eventId: z.int(),
  at: Instant,
  kind: z.enum(eventKinds),
  /** The clinician who did it, by display name; null for guests and for the service itself. */
  actor: z.string().nullable(),
  /** A guest's network, `192.0.2.0/24` or `2001:db8::/48`. */
  network: z.string().nullable(),
  /** A guest's browser family, e.g. `Firefox`. */
  browser: z.string().nullable(),
  /** What a change changed; the values of PIN, recipient and note are not told. */
  changes: z
    .array(
      z.object({
        field: z.enum(changedFields),
        from: z.string().nullable().optional(),
        to: z.string().nullable().optional(),
      }),
    )
    .nullable(),
})
export type ShareEvent = z.infer<typeof ShareEvent>

/** `GET /share/api/shares/{shareId}/events`: newest first. With `Accept: text/csv` or `format=csv` all of it as CSV. */
export const ListEventsQuery = z.object({
  format: z.enum(['json', 'csv']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ListEventsQuery = z.infer<typeof ListEventsQuery>

export const ListEventsResponse = z.object({
  events: z.array(ShareEvent),
  nextCursor: z.string().nullable(),
})
export type ListEventsResponse = z.infer<typeof ListEventsResponse>
