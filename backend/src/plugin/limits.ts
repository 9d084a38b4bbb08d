/** How long Orthanc's plugin may repeat a grant: a revocation is felt no later than this. */
export const GRANT_VALIDITY_SECONDS = 5

/** A refused token can become good (a replica learns of a new share): repeat the refusal only briefly. */
export const REFUSAL_VALIDITY_SECONDS = 1

/** Profiles without rights: nothing is lost when they are repeated. */
export const EMPTY_PROFILE_VALIDITY_SECONDS = 60

/** The service's own rights change with its settings only: at its start. */
export const SERVICE_PROFILE_VALIDITY_SECONDS = 60

/** A clinician's rights follow the permissions file: an edit is felt after this plus the plugin's own 10 s. */
export const USER_PROFILE_VALIDITY_SECONDS = 10

/** A token that could not be verified today may be after a rotation of keys: ask again soon. */
export const UNVERIFIED_PROFILE_VALIDITY_SECONDS = 5

/** Orthanc waits 10 s for us: MedDream's token service gets well under it. */
export const MEDDREAM_TIMEOUT_MS = 4_000
