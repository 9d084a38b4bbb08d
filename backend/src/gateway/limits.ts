/** Limits of the gateway: each with its unit and its why. */

/** Longest path and query. OHIF's longest, three UIDs of 64 characters and a bulk path, is a quarter of it. */
export const MAX_TARGET_CHARACTERS = 2_048

/** How long a study's labels and the uniqueness of its UID are believed: frames come in hundreds. */
export const STUDY_CACHE_MS = 5_000
export const MAX_CACHED_STUDIES = 5_000

/** A series or an instance never changes its study: Orthanc's ID is a hash of the chain. Kept without an end. */
export const MAX_CACHED_PARENTS = 50_000

/** Studies on one page of a narrowed search: their UIDs travel in one request line to Orthanc (16 KiB at most). */
export const MAX_PAGE_STUDIES = 100

/** Longest value of a search argument, in characters: a list of a hundred UIDs. */
export const MAX_SEARCH_VALUE_CHARACTERS = 6_600

/** Longest wait for a search, in milliseconds: a whole archive takes longer than one study. */
export const SEARCH_TIMEOUT_MS = 20_000
