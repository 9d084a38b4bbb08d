/** scrypt's cost (RFC 7914): OWASP's 32 MiB and three rounds, about a quarter of a second of one core. */
export const SCRYPT_COST = { N: 2 ** 15, r: 8, p: 3 }

/** PINs compared at the same time: each takes a core and 32 MiB. */
export const MAX_COMPARISONS = 2

/** PINs that wait for their comparison, a few seconds' worth: more are sent away. */
export const MAX_WAITING_COMPARISONS = 20

/** What who is sent away should wait, in seconds. */
export const RETRY_AFTER_COMPARISONS_SECONDS = 5
