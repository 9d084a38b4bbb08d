import type { Clinician, Identity } from '../identity/clinician.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import {
  EMPTY_PROFILE_VALIDITY_SECONDS,
  UNVERIFIED_PROFILE_VALIDITY_SECONDS,
  USER_PROFILE_VALIDITY_SECONDS,
} from './limits.ts'
import { looksLikeResourceToken, readPresentedToken } from './presented-token.ts'
import type { ProfileRequest, ProfileResponse } from './wire.ts'

export interface ProfileDeps {
  readonly identity: Pick<Identity, 'authenticate'>
  readonly clock: Clock
}

/** «Cannot know»: an error, for which the plugin assumes no profile and keeps nothing. */
export interface ProfileRefusal {
  readonly reason: 'identity-unavailable'
}

/** Nobody we know: no permission, no label. The guest's token is judged by `/tokens/validate` alone. */
export const emptyProfile: ProfileResponse = {
  name: 'Anonymous',
  'user-id': null,
  permissions: [],
  'authorized-labels': [],
  groups: [],
  validity: EMPTY_PROFILE_VALIDITY_SECONDS,
}

const unverifiedProfile: ProfileResponse = { ...emptyProfile, validity: UNVERIFIED_PROFILE_VALIDITY_SECONDS }

/**
 * Who is this, and what may they do? Null is the plugin's «no profile»: users are not looked up by `user-id`,
 * only by their token.
 */
export const describeUser = async (
  { identity, clock }: ProfileDeps,
  request: ProfileRequest,
): Promise<Result<ProfileResponse | null, ProfileRefusal>> => {
  const token = readPresentedToken(request['token-value'])
  if (token === null) return ok(request['user-id'] && !request['token-value'] ? null : emptyProfile)
  // Guests' tokens are no user's: the provider need not be there to say so.
  if (looksLikeResourceToken(token)) return ok(emptyProfile)
  const authenticated = await identity.authenticate(`Bearer ${token}`)
  if (authenticated.ok) return ok(profileOf(authenticated.value, clock()))
  return authenticated.refusal.reason === 'identity-unavailable'
    ? refuse({ reason: 'identity-unavailable' })
    : ok(unverifiedProfile)
}

const profileOf = (clinician: Clinician, nowMs: number): ProfileResponse => {
  const restSeconds = Math.floor((clinician.expiresAtMs - nowMs) / 1000)
  return {
    name: clinician.name,
    'user-id': clinician.sub,
    permissions: [...clinician.permissions],
    'authorized-labels': clinician.authorizedLabels,
    groups: [],
    validity: Math.max(1, Math.min(USER_PROFILE_VALIDITY_SECONDS, restSeconds)),
  }
}
