import { anonymousProfile, type AnonymousProfile } from '../identity/anonymous-profile.ts'
import type { ApiKeys } from '../identity/api-keys.ts'
import type { Clinician, Identity, IdentityRefusal } from '../identity/clinician.ts'
import type { KeycloakAdmin } from '../identity/keycloak-admin.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import {
  EMPTY_PROFILE_VALIDITY_SECONDS,
  SERVICE_PROFILE_VALIDITY_SECONDS,
  UNVERIFIED_PROFILE_VALIDITY_SECONDS,
  USER_PROFILE_VALIDITY_SECONDS,
} from './limits.ts'
import { looksLikeResourceToken, readPresentedToken } from './presented-token.ts'
import type { ServiceAccount } from './service-account.ts'
import type { ProfileRequest, ProfileResponse } from './wire.ts'

export interface ProfileDeps {
  /** `no-token` for whatever it is given: nobody signs in here, all are anonymous. */
  readonly identity: Pick<Identity, 'authenticate'>
  /** Absent: an `api-key` header is taken like any other token. */
  readonly apiKeys?: ApiKeys | undefined
  /** Absent: users are known by their tokens only. */
  readonly users?: Pick<KeycloakAdmin, 'findUser'> | undefined
  readonly anonymous?: AnonymousProfile | undefined
  /** Absent: the service asks Orthanc nothing in its own name. */
  readonly serviceAccount?: ServiceAccount | undefined
  readonly clock: Clock
}

/** «Cannot know»: an error, for which the plugin assumes no profile and keeps nothing. */
export interface ProfileRefusal {
  readonly reason: 'identity-unavailable'
}

/** Nobody we know: no permission, no label. The guest's token is judged by `/tokens/validate` alone. */
const emptyProfile: ProfileResponse = {
  name: 'Anonymous',
  'user-id': null,
  permissions: [],
  'authorized-labels': [],
  groups: [],
  validity: EMPTY_PROFILE_VALIDITY_SECONDS,
}

/** It reads every study, to tell whether one is still there, and does nothing else. */
const serviceProfile: ProfileResponse = {
  ...emptyProfile,
  name: 'StudyLink',
  permissions: ['view'],
  'authorized-labels': ['*'],
  validity: SERVICE_PROFILE_VALIDITY_SECONDS,
}

const unverifiedProfile: ProfileResponse = { ...emptyProfile, validity: UNVERIFIED_PROFILE_VALIDITY_SECONDS }

const anonymous = ({ anonymous: profile = anonymousProfile }: ProfileDeps): ProfileResponse => ({
  ...emptyProfile,
  name: profile.name,
  permissions: profile.permissions,
  'authorized-labels': profile.authorizedLabels,
  groups: profile.groups,
})

type Described = Promise<Result<ProfileResponse | null, ProfileRefusal>>

/** Who is this, and what may they do? Null is the plugin's «no profile». */
export const describeUser = async (deps: ProfileDeps, request: ProfileRequest): Described => {
  const { 'token-value': value, 'token-key': key, 'user-id': userId } = request
  if (!value) return userId ? describeById(deps, userId) : ok(anonymous(deps))
  if (deps.serviceAccount?.isOwn(key, value)) return ok(serviceProfile)
  const authenticated = await authenticate(deps, value, key)
  if (authenticated === 'not-a-user') return ok(emptyProfile)
  if (authenticated.ok) return ok(profileOf(authenticated.value, deps.clock()))
  switch (authenticated.refusal.reason) {
    case 'identity-unavailable':
      return refuse({ reason: 'identity-unavailable' })
    case 'no-token':
      return ok(anonymous(deps))
    case 'invalid-token':
      return ok(unverifiedProfile)
  }
}

const authenticate = async (
  { identity, apiKeys }: ProfileDeps,
  value: string,
  key: string | null | undefined,
): Promise<Result<Clinician, IdentityRefusal> | 'not-a-user'> => {
  // Unlike tokens, a key may look like anything, spaces included.
  if (apiKeys && key?.toLowerCase() === 'api-key') return apiKeys.authenticate(value)
  const token = readPresentedToken(value)
  // Guests' tokens are no user's: the provider need not be there to say so.
  if (token === null || looksLikeResourceToken(token)) return 'not-a-user'
  return identity.authenticate(`Bearer ${token}`)
}

/** Only who it is, for OE2's audit log: what they may do is said by their own token. */
const describeById = async ({ users }: ProfileDeps, userId: string): Described => {
  if (!users) return ok(null)
  const user = await users.findUser(userId)
  if (!user.ok) return user
  return ok(user.value ? { ...emptyProfile, name: user.value.username, 'user-id': user.value.id } : null)
}

const profileOf = (clinician: Clinician, nowMs: number): ProfileResponse => {
  const restSeconds = Math.floor((clinician.expiresAtMs - nowMs) / 1000)
  return {
    name: clinician.name,
    'user-id': clinician.sub,
    permissions: [...clinician.permissions],
    'authorized-labels': clinician.authorizedLabels,
    groups: clinician.groups ?? [],
    validity: Math.max(1, Math.min(USER_PROFILE_VALIDITY_SECONDS, restSeconds)),
  }
}
