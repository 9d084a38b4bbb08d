/** What becomes of the shares of people who leave. */
export { endSharesOfLeavers, type LeaversDeps } from './end-shares-of-leavers.ts'
export { repeat, type Repetition } from './repeat.ts'
