/** Limits of the signing-in check: each with its unit and its why. */

/** How long the provider may take for one answer. Two are needed the first time: still well under 5 s. */
export const PROVIDER_TIMEOUT_MS = 2_000

/** Keys are fetched again when older than this, in the background: a key that was withdrawn dies in time. */
export const KEYS_MAX_AGE_MS = 600_000

/** Least time between two fetches that a token with an unknown `kid` can cause: anyone can write one. */
export const UNKNOWN_KID_COOLDOWN_MS = 10_000

/** Least time between two tries to reach a provider that did not answer. */
export const PROVIDER_RETRY_MS = 1_000

/** Difference of the two clocks that is forgiven, in seconds. */
export const LEEWAY_SECONDS = 5

/** Verified tokens kept in memory: a viewer repeats its token with every frame. */
export const MAX_VERIFIED_TOKENS = 5_000

/** Longest wait for the answers of one question to Keycloak's administration, without its token: Orthanc waits 10 s. */
export const ADMIN_TIMEOUT_MS = 3_000

/** The administration's token is renewed this long before its end, or at half its life when that is shorter. */
export const ADMIN_TOKEN_MARGIN_MS = 10_000

/** An API key's user is asked for again after this: a disabled user is out by then. */
export const API_KEY_MAX_AGE_MS = 10_000

/** A key that nobody has is asked for again after this: it may just have been given to somebody. */
export const UNKNOWN_API_KEY_MAX_AGE_MS = 1_000

/** API keys kept in memory: a script repeats its key with every request. */
export const MAX_API_KEYS = 1_000

/** How often the permissions file is looked at for changes. */
export const PERMISSIONS_CHECK_MS = 1_000
