/** Longest wait for one answer of Orthanc's to a question of ours, in milliseconds. */
export const ORTHANC_TIMEOUT_MS = 5_000
