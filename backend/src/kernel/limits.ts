/** Limits and lifetimes that are not configuration: each with its unit and its why. */

/** Largest request body. Fifty studies and a long note take 8 KiB; more is a mistake or an attack. */
export const MAX_BODY_BYTES = 64 * 1024

/** Shortest entry of SECRET_KEY, in characters: HKDF spreads entropy, it does not make any. */
export const MIN_SECRET_CHARACTERS = 32

/** How long a decision may wait for the store before it answers 503, never a grant. */
export const STORE_DEADLINE_MS = 1_000

/** Oldest feed of changes on which a decision is still made from memory; also the plugin's `validity`. */
export const MAX_FEED_AGE_MS = 5_000

/** Shares kept in memory, about 300 bytes for each study: the steady state never asks the store. */
export const MAX_LIVE_SHARES = 20_000

/** Decrypted tokens kept in memory: decrypting and reading one costs more than the rest of a decision. */
export const MAX_DECRYPTED_TOKENS = 10_000

/** Studies that an instant link carries inside its token: more would not fit a header line of 8 KiB. */
export const MAX_INSTANT_STUDIES = 20

/** Longest life of an instant link: stateless, it cannot be revoked. */
export const MAX_INSTANT_LINK_SECONDS = 3_600

/** What a client should wait after a 503, in seconds: as long as a restart takes. */
export const RETRY_AFTER_UNAVAILABLE_SECONDS = 5

/** End of a share that never ends, in ms since 1970: the last instant that ISO 8601 writes with four digits. */
export const NEVER_ENDS_AT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Wrong PINs that a share bears before it locks, and again after each unlocking. */
export const PIN_TRIES = 10

/** Life of the token in a download's address: it may stay in histories and proxies' logs. */
export const DOWNLOAD_SECONDS = 300
