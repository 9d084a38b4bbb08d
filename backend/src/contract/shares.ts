import { z } from 'zod'
import { MAX_STUDIES_PER_SHARE, StudyInstanceUID, StudyReference } from './studies.ts'

/** A share's public name, in URLs of the API and in logs. Not the code: it opens nothing. */
export const ShareId = z.string().regex(/^[A-Za-z0-9_-]{14}$/, 'a shareId has 14 base64url characters')

export const shareStates = ['active', 'expired', 'revoked', 'exhausted', 'locked'] as const
export type ShareState = (typeof shareStates)[number]

/** An instant in ISO 8601 with a time zone, e.g. `2026-12-31T18:00:00Z`. */
export const Instant = z.iso.datetime({ offset: true })

/**
 * What a guest types: 4 to 12 digits, or a passphrase of 8 to 64 characters. Compared after Unicode NFKC, without
 * white space at its ends.
 */
export const Pin = z
  .string()
  .regex(
    /^(?:[0-9]{4,12}|(?![0-9]+$)\S.{6,62}\S)$/u,
    'a PIN has 4 to 12 digits, a passphrase 8 to 64 characters',
  )
export type Pin = z.infer<typeof Pin>

/** What the guest page asks for: a number pad or a text field. */
export const pinKinds = ['digits', 'passphrase'] as const
export type PinKind = (typeof pinKinds)[number]

/** When the owner gets an e-mail about openings. */
export const notifyChoices = ['never', 'first', 'every'] as const
export type Notify = (typeof notifyChoices)[number]

/** Text of people. Without the one character that PostgreSQL cannot keep. */
const Text = z.string().refine((text) => !text.includes('\0'), 'must be without NUL characters')

export const MAX_OPENS_LIMIT = 10_000
export const MAX_RECIPIENT_CHARACTERS = 200
export const MAX_NOTE_CHARACTERS = 2_000

/** What the owner decides about a link, when it is made and later. Absent: the policy's default, or no change. */
const rules = {
  /** Seconds from now until the link ends. */
  expiresInSeconds: z.int().positive().optional(),
  /** Instead of `expiresInSeconds`: the instant at which the link ends; null: never, where the policy allows it. */
  expiresAt: Instant.nullable().optional(),
  /** Key of one of `/share/api/config`'s viewers; null: the policy's, by the guest's device. */
  viewer: z.string().max(32).nullable().optional(),
  /** Null: none. Never told again by any answer. */
  pin: Pin.nullable().optional(),
  /** How many openings the link permits; null: any number, where the policy allows it. */
  maxOpens: z.int().min(1).max(MAX_OPENS_LIMIT).nullable().optional(),
  allowDownload: z.boolean().optional(),
  /** For the owner's own list: whom the link is meant for. Guests never see it. */
  recipient: Text.trim().max(MAX_RECIPIENT_CHARACTERS).nullable().optional(),
  /** To the guest, as plain text; shown only after the PIN when there is one. */
  note: Text.trim().max(MAX_NOTE_CHARACTERS).nullable().optional(),
  notify: z.enum(notifyChoices).optional(),
  /** With `notify`: BCP 47 tag of the language in which the owner is told; absent or unknown: the house's. */
  notifyLanguage: Text.max(35).optional(),
}

const oneEnd = (body: { expiresInSeconds?: unknown; expiresAt?: unknown }) =>
  body.expiresInSeconds === undefined || body.expiresAt === undefined
const oneEndOnly = { path: ['expiresAt'], message: 'give expiresInSeconds or expiresAt, not both' }

export const CreateShareRequest = z
  .strictObject({ studies: z.array(StudyReference).min(1).max(MAX_STUDIES_PER_SHARE), ...rules })
  .refine(oneEnd, oneEndOnly)
export type CreateShareRequest = z.infer<typeof CreateShareRequest>

/** `PATCH /share/api/shares/{shareId}`: whatever is named changes. A revoked share changes no more. */
export const UpdateShareRequest = z.strictObject(rules).refine(oneEnd, oneEndOnly)
export type UpdateShareRequest = z.infer<typeof UpdateShareRequest>

/** A share as its owner sees it. Holds no patient data beyond the studies' UIDs. */
export const Share = z.object({
  shareId: ShareId,
  state: z.enum(shareStates),
  createdAt: Instant,
  /** The owner's display name when the share was made; `Orthanc` for publications of the plugin. */
  createdBy: z.string(),
  /** `sub` of the owner. */
  ownerUserId: z.string(),
  /** Is it the caller's own? Others are seen by administrators, or by colleagues where the policy says so. */
  isMine: z.boolean(),
  /** May the caller change, unlock, revoke it, copy its link and read its history? */
  mayManage: z.boolean(),
  /** Null: it never ends. */
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  studies: z.array(z.object({ studyInstanceUID: StudyInstanceUID, orthancId: z.string() })),
  viewer: z.string().nullable(),
  allowDownload: z.boolean(),
  pinKind: z.enum(pinKinds).nullable(),
  /** Wrong PINs that may still be tried before the link locks; null without a PIN. */
  remainingPinTries: z.int().nullable(),
  maxOpens: z.int().nullable(),
  openings: z.int(),
  lastOpenedAt: Instant.nullable(),
  recipient: z.string().nullable(),
  note: z.string().nullable(),
  notify: z.enum(notifyChoices),
})
export type Share = z.infer<typeof Share>

export const CreateShareResponse = z.object({
  share: Share,
  /** The link to pass on: `{PUBLIC_SHARE_ROOT}s#<code>`. */
  url: z.string(),
})
export type CreateShareResponse = z.infer<typeof CreateShareResponse>

/** `GET /share/api/shares/{shareId}/link`: the link once more. */
export const ShareLinkResponse = z.object({ url: z.string() })
export type ShareLinkResponse = z.infer<typeof ShareLinkResponse>

/** `GET /share/api/shares`: newest first. */
export const ListSharesQuery = z.object({
  /** States to show, separated by commas; absent: all. */
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(shareStates)))
    .optional(),
  studyInstanceUID: StudyInstanceUID.optional(),
  /** Words in recipient, note or owner's name; or a StudyInstanceUID. */
  search: Text.trim().min(1).max(100).optional(),
  /** One owner's, by their `sub`: for administrators. */
  ownerUserId: Text.max(255).optional(),
  /** `all` needs `admin-permissions`, or names a study where the policy lets colleagues see its shares. */
  scope: z.enum(['mine', 'all']).default('mine'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})
export type ListSharesQuery = z.infer<typeof ListSharesQuery>

export const ListSharesResponse = z.object({
  shares: z.array(Share),
  /** For the next page; null: this was the last. */
  nextCursor: z.string().nullable(),
})
export type ListSharesResponse = z.infer<typeof ListSharesResponse>

/** `POST /share/api/shares/revoke`: ends all active shares of one owner or of one study. For administrators. */
export const RevokeSharesRequest = z.union([
  z.strictObject({ ownerUserId: Text.min(1).max(255) }),
  z.strictObject({ studyInstanceUID: StudyInstanceUID }),
])
export type RevokeSharesRequest = z.infer<typeof RevokeSharesRequest>

export const RevokeSharesResponse = z.object({ revoked: z.int() })
export type RevokeSharesResponse = z.infer<typeof RevokeSharesResponse>

/** `POST /share/api/shares/{shareId}/email`: the server sends the link. The PIN is never sent. */
export const EmailShareRequest = z.strictObject({
  to: z.array(z.email()).min(1).max(10),
  /** Plain text above the link. */
  message: z.string().trim().max(MAX_NOTE_CHARACTERS).optional(),
  /** BCP 47 tag of the letter's language; absent or unknown: the house's. */
  language: z.string().max(35).optional(),
})
export type EmailShareRequest = z.infer<typeof EmailShareRequest>
