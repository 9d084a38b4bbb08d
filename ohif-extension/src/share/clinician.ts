import type { OhifUserAuthenticationService } from '../ohif-host.ts'

export interface Clinician {
  /** `sub` of the sign-in; changes when another user signs in. */
  userId: string
  accessToken: string
}

/**
 * Who is signed in, at this moment: OHIF renews the token. A guest has no user, or sends another token than the
 * user's (a clinician who opened somebody's link in the same tab).
 */
export const getClinician = (service: OhifUserAuthenticationService): Clinician | undefined => {
  const { access_token: accessToken, profile } = service.getUser() ?? {}
  if (!accessToken) return undefined
  if (service.getAuthorizationHeader()?.Authorization !== `Bearer ${accessToken}`) return undefined
  return { userId: profile?.sub ?? '', accessToken }
}
