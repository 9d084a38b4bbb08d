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

/** How often the permissions file is looked at for changes. */
export const PERMISSIONS_CHECK_MS = 1_000
