/** Longest wait for one answer of Orthanc's to a question of ours, in milliseconds. */
export const ORTHANC_TIMEOUT_MS = 5_000

/** Longest wait for the answer to «are you there?», in milliseconds: a scrape of the metrics waits for it. */
export const READY_TIMEOUT_MS = 1_000

/** Questions about single studies that are asked at the same time for one caller. */
export const MAX_PARALLEL_QUESTIONS = 8
