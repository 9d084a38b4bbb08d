import { z } from 'zod'
import { MAX_STUDIES_PER_SHARE, StudyInstanceUID, StudyReference } from './studies.ts'

/** A share's public name, in URLs of the API and in logs. Not the code: it opens nothing. */
export const ShareId = z.string().regex(/^[A-Za-z0-9_-]{14}$/, 'a shareId has 14 base64url characters')

export const shareStates = ['active', 'expired', 'revoked', 'exhausted', 'locked'] as const
export type ShareState = (typeof shareStates)[number]

/** An instant in ISO 8601 with a time zone, e.g. `2026-12-31T18:00:00Z`. */
export const Instant = z.iso.datetime({ offset: true })

export const CreateShareRequest = z
  .strictObject({
    studies: z.array(StudyReference).min(1).max(MAX_STUDIES_PER_SHARE),
    /** Seconds from now until the link ends; absent: the policy's default. */
    expiresInSeconds: z.int().positive().optional(),
    /** Instead of `expiresInSeconds`: the instant at which the link ends. */
    expiresAt: Instant.optional(),
    /** Key of one of `/share/api/config`'s viewers; absent: the policy's, by the guest's device. */
    viewer: z.string().max(32).optional(),
    /** May the guest download? Absent: the policy's default. */
    allowDownload: z.boolean().optional(),
  })
  .refine((body) => body.expiresInSeconds === undefined || body.expiresAt === undefined, {
    path: ['expiresAt'],
    message: 'give expiresInSeconds or expiresAt, not both',
  })
export type CreateShareRequest = z.infer<typeof CreateShareRequest>

/** A share as its owner sees it. Holds no patient data beyond the studies' UIDs. */
export const Share = z.object({
  shareId: ShareId,
  state: z.enum(shareStates),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant,
  studies: z.array(z.object({ studyInstanceUID: StudyInstanceUID, orthancId: z.string() })),
  viewer: z.string().nullable(),
  allowDownload: z.boolean(),
  openings: z.int(),
  lastOpenedAt: Instant.nullable(),
})
export type Share = z.infer<typeof Share>

export const CreateShareResponse = z.object({
  share: Share,
  /** The link to pass on: `{PUBLIC_SHARE_ROOT}s#<code>`. */
  url: z.string(),
})
export type CreateShareResponse = z.infer<typeof CreateShareResponse>
