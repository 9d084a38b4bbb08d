import type { Clinician } from '../identity/clinician.ts'

declare module 'hono' {
  /** What handlers leave for those around them. */
  interface ContextVariableMap {
    /** Names the request in its log lines and in problem documents; made here. */
    requestId: string
    /** What the request came to, for its log line: a problem's code or a word of the route's own. */
    outcome: string
    /** Why, for the log only. Never a secret, never patient data. */
    reason: string
    /** Set by the bearer middleware. */
    clinician: Clinician
  }
}
