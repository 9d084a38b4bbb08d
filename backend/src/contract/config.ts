import { z } from 'zod'

/** One viewer that a share can be opened in. */
export const Viewer = z.object({
  key: z.string(),
  name: z.string(),
  /** The viewer's root; the guest page fetches its files ahead from here. */
  rootUrl: z.string(),
  devices: z.array(z.enum(['desktop', 'phone'])),
})
export type Viewer = z.infer<typeof Viewer>

export const Policy = z.object({
  expiryChoicesSeconds: z.array(z.int().positive()).min(1),
  defaultExpirySeconds: z.int().positive(),
  maxExpirySeconds: z.int().positive(),
  /** May a link have no end at all? */
  neverEnding: z.boolean(),
  pin: z.enum(['off', 'optional', 'required']),
  /** `default`: when nothing is said, null for any number. `max`: the most that may be asked for, null for no limit. */
  maxOpens: z.object({ default: z.int().positive().nullable(), max: z.int().positive().nullable() }),
  /** Who else sees the active shares of a study: nobody but administrators, or all who may share and see it. */
  sharesVisibleTo: z.enum(['owner', 'colleagues']),
  /** Can the server tell owners about openings by e-mail? */
  notify: z.boolean(),
  /** May a share allow downloading at all, and does it unless told otherwise? */
  download: z.object({ allowed: z.boolean(), default: z.boolean() }),
})
export type Policy = z.infer<typeof Policy>

/** Who runs this service, for the guest page and the hand-out. Empty strings are never sent. */
export const Institution = z.object({
  name: z.string().nullable(),
  logoUrl: z.string().nullable(),
  /** Whom a guest asks: free text (a phone number, an office). */
  contact: z.string().nullable(),
  contactUrl: z.string().nullable(),
  privacyUrl: z.string().nullable(),
  imprintUrl: z.string().nullable(),
})
export type Institution = z.infer<typeof Institution>

/** `GET /share/api/config`: what anyone may know. */
export const ConfigResponse = z.object({
  oidc: z.object({ authority: z.string(), clientId: z.string(), scope: z.string() }).nullable(),
  /** Public DICOMweb root, where front ends look studies up with the clinician's own token. */
  dicomWebRoot: z.string(),
  /** Paths of this origin below which `/share/new` leads back where its `return` says. */
  returnPaths: z.array(z.string()),
  viewers: z.array(Viewer),
  policy: Policy,
  institution: Institution,
  /** Does the server send e-mail? */
  email: z.boolean(),
  version: z.string(),
})
export type ConfigResponse = z.infer<typeof ConfigResponse>

/** `GET /share/api/me`: the signed-in clinician. */
export const MeResponse = z.object({
  /** `iss` and `sub` make an owner; this is `sub`. */
  userId: z.string(),
  name: z.string(),
  permissions: z.array(z.string()),
  /** Labels whose studies this user may see; `*` is all. */
  authorizedLabels: z.array(z.string()),
  /** Does the provider vouch for an e-mail address of theirs? Without one nobody can be told of openings. */
  hasVerifiedEmail: z.boolean(),
})
export type MeResponse = z.infer<typeof MeResponse>
