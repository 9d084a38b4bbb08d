/**
 * The bodies of Orthanc's authorization plugin, kebab-case as on the wire. Nothing else here knows these
 * spellings. Observed with plugin 0.11.4; unknown fields are ignored, wrong types refused.
 */
import { z } from 'zod'

const optionalString = z.string().nullish()

/** `POST /tokens/validate`: may this token touch this resource? Anonymous calls have no token fields. */
export const ValidateRequest = z.object({
  level: z.string(),
  method: z.string(),
  'dicom-uid': optionalString,
  'orthanc-id': optionalString,
  'server-id': optionalString,
  'token-key': optionalString,
  'token-value': optionalString,
  /** The resource's labels; the plugin omits the field when there are none or they are not known. */
  labels: z.array(z.string()).nullish(),
  /** Stands in place of the ids at `system` level. */
  uri: optionalString,
})
export type ValidateRequest = z.infer<typeof ValidateRequest>

/**
 * `validity` is how many seconds the plugin may repeat this answer, granted or refused; 0 is «never repeat».
 * It must be an integer literal: `60.0`, `null` or a negative number make Orthanc refuse.
 */
export interface ValidateResponse {
  readonly granted: boolean
  readonly validity: number
}

/** `POST /tokens/decode` */
export const DecodeRequest = z.object({ 'token-key': optionalString, 'token-value': optionalString })
export type DecodeRequest = z.infer<typeof DecodeRequest>

export interface WireResource {
  readonly 'dicom-uid': string | null
  readonly 'orthanc-id': string | null
  readonly level: 'study'
}

export interface DecodeResponse {
  readonly 'token-type': string | null
  readonly 'error-code': 'expired' | 'invalid' | 'unknown' | null
  readonly 'redirect-url': string | null
  readonly resources: readonly WireResource[]
}

/** `POST /user/get-profile`: by token, or by `user-id` (OE2's audit log). Anonymous: both are empty. */
export const ProfileRequest = z.object({
  'server-id': optionalString,
  'token-key': optionalString,
  'token-value': optionalString,
  'user-id': optionalString,
})
export type ProfileRequest = z.infer<typeof ProfileRequest>

/** `validity` is never 0 here: the plugin would keep such a profile for ever. */
export interface ProfileResponse {
  readonly name: string
  readonly 'user-id': string | null
  readonly permissions: readonly string[]
  readonly 'authorized-labels': readonly string[]
  readonly groups: readonly string[]
  readonly validity: number
}

/** `PUT /tokens/{type}`: make a token for these resources. `level` keeps the case of the plugin's caller. */
export const CreateTokenRequest = z.object({
  resources: z
    .array(
      z.object({
        level: z.string(),
        'dicom-uid': optionalString,
        'orthanc-id': optionalString,
        url: optionalString,
      }),
    )
    .min(1),
  id: optionalString,
  type: optionalString,
  'server-id': optionalString,
  'expiration-date': optionalString,
  /** Seconds. Any number: the plugin sends uninitialised memory, up to 2^64, when its caller gave none. */
  'validity-duration': z.number().nullish(),
})
export type CreateTokenRequest = z.infer<typeof CreateTokenRequest>

export interface CreateTokenResponse {
  readonly request: Readonly<Record<string, unknown>>
  readonly token: string
  /** Null for instant links: their caller builds the URL. */
  readonly url: string | null
}

const given = <Value>(value: Value | null | undefined) => value ?? undefined

/** `PUT /auth/tokens/{type}` as OE2 sends it to Orthanc. Its `Type` is not read: the URL says it. */
export const OuterCreateTokenRequest = z
  .object({
    Resources: z
      .array(
        z.object({
          Level: z.string(),
          DicomUid: optionalString,
          OrthancId: optionalString,
          Url: optionalString,
        }),
      )
      .min(1),
    ID: optionalString,
    ExpirationDate: optionalString,
    /** Seconds; 0 asks for no end. */
    ValidityDuration: z.number().nullish(),
  })
  .transform((body): CreateTokenRequest => ({
    id: given(body.ID),
    resources: body.Resources.map((one) => ({
      level: one.Level,
      'dicom-uid': given(one.DicomUid),
      'orthanc-id': given(one.OrthancId),
      url: given(one.Url),
    })),
    'expiration-date': given(body.ExpirationDate),
    'validity-duration': given(body.ValidityDuration),
  }))

/** What the plugin answers its caller. */
export const OuterCreateTokenResponse = z.object({
  Token: z.string(),
  /** Null for instant links: their caller builds the URL. */
  Url: z.string().nullable(),
})
export type OuterCreateTokenResponse = z.infer<typeof OuterCreateTokenResponse>

/** `PUT /settings/roles`: what each role grants. Roles that are not named keep what they have. */
export const RolesRequest = z.object({
  roles: z.record(
    z.string(),
    z.object({
      permissions: z.array(z.string()).default([]),
      'authorized-labels': z.array(z.string()).default([]),
    }),
  ),
  'available-labels': z.array(z.string()).nullish(),
})
export type RolesRequest = z.infer<typeof RolesRequest>
