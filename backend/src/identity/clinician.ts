import { refuse, type Result } from '../kernel/result.ts'

/** Permissions as the authorization plugin and OE2 name them; `all` is every one of them. */
export type Permission = string

/** A signed-in user, after the access token was verified and the roles were turned into rights. */
export interface Clinician {
  readonly iss: string
  readonly sub: string
  /** Display name, for the guest page and the history. */
  readonly name: string
  readonly permissions: ReadonlySet<Permission>
  /** Where this user can be written to: only an address that the provider has verified. */
  readonly email?: string
  /** Labels whose studies this user may see; `*` is all studies. Empty: none. */
  readonly authorizedLabels: readonly string[]
  /** Groups of the provider, for OE2's pages; nothing here depends on them. */
  readonly groups?: readonly string[]
  /** End of the access token, ms since 1970. */
  readonly expiresAtMs: number
}

export type IdentityRefusal =
  | { readonly reason: 'no-token' }
  /** Not an access token of ours: malformed, foreign, expired, wrong audience … `why` is for the log only. */
  | { readonly reason: 'invalid-token'; readonly why: string }
  /** The provider's keys cannot be had: nothing can be said about the token. */
  | { readonly reason: 'identity-unavailable' }

/** Who is calling. Implemented by `identity/`, consumed by every route that needs a clinician. */
export interface Identity {
  /**
   * @param authorization the `Authorization` header's value, with its `Bearer ` prefix, or undefined
   */
  authenticate(authorization: string | undefined): Promise<Result<Clinician, IdentityRefusal>>
  /** Can access tokens be verified now? For `/readyz`. */
  isReady(): Promise<boolean>
}

/** Nobody signs in here: whoever calls is told so as if there were no token. */
export const noIdentity: Identity = {
  authenticate: async () => refuse({ reason: 'no-token' }),
  isReady: async () => true,
}

/** `all` stands for every permission, as in the authorization plugin. */
export const hasPermission = (clinician: Pick<Clinician, 'permissions'>, permission: Permission): boolean =>
  clinician.permissions.has('all') || clinician.permissions.has(permission)

/** May this user see a study with these labels? `*` sees all, labelled or not. */
export const maySeeLabels = (
  clinician: Pick<Clinician, 'authorizedLabels'>,
  labels: readonly string[],
): boolean =>
  clinician.authorizedLabels.includes('*') ||
  labels.some((label) => clinician.authorizedLabels.includes(label))
