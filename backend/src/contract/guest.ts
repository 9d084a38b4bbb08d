import { z } from 'zod'
import { Instant, pinKinds } from './shares.ts'

/** The secret of a link. Any string of this length is parsed; what is not ours is `link-unknown`. */
export const Code = z.string().min(1).max(64)

/**
 * Random name of one opening, made by the guest's browser: repeating it within the session (a lost reply,
 * a reload) is the same opening.
 */
export const OpenId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, 'an openId has 16 to 64 base64url characters')

export const GuestPreviewRequest = z.strictObject({
  code: Code,
  /** An opening that this browser remembers: while it runs, a link that is used up still leads back to it. */
  openId: OpenId.optional(),
})
export type GuestPreviewRequest = z.infer<typeof GuestPreviewRequest>

/** What may be told before the guest's click. Never patient data. */
export const GuestPreviewResponse = z.object({
  shareId: z.string(),
  /** The sharing clinician's display name. */
  sharedBy: z.string(),
  /** Null: it never ends. */
  expiresAt: Instant.nullable(),
  studyCount: z.int(),
  pinRequired: z.boolean(),
  /** Which field to show for the PIN; null without one. */
  pinKind: z.enum(pinKinds).nullable(),
  /** The owner's words to the guest, plain text; null when there are none, or a PIN comes first. */
  note: z.string().nullable(),
  allowDownload: z.boolean(),
  /** Key of the viewer that the share names, else null: the policy decides by device. */
  viewer: z.string().nullable(),
})
export type GuestPreviewResponse = z.infer<typeof GuestPreviewResponse>

export const GuestOpenRequest = z.strictObject({
  code: Code,
  openId: OpenId,
  /** Any string: what cannot be a PIN is a wrong one. */
  pin: z.string().max(128).optional(),
  /** What the guest holds: a phone gets the phone viewer of the policy. Absent: desktop. */
  device: z.enum(['desktop', 'phone']).optional(),
})
export type GuestOpenRequest = z.infer<typeof GuestOpenRequest>

export const GuestOpenResponse = z.object({
  viewerUrl: z.string(),
  /** One archive (ZIP) for each study, in the share's order, where downloading is allowed; good for 5 minutes. */
  downloadUrls: z.array(z.string()),
  /** The owner's words to the guest, plain text. */
  note: z.string().nullable(),
  /** When the viewer's session ends: the share's end or the session's, whichever is first. */
  expiresAt: Instant,
})
export type GuestOpenResponse = z.infer<typeof GuestOpenResponse>
