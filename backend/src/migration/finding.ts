/** How the new service takes something of the old one. */
export type Verdict =
  /** As it is. */
  | 'stays'
  /** It works, and differs: read why. */
  | 'differs'
  /** Nothing reads it. */
  | 'ignored'
  /** Before the switch: without it the service does not start, or links end. */
  | 'to do'

/** One line of what the check says. Never holds a value: a secret or a token least of all. */
export interface Finding {
  readonly verdict: Verdict
  /** A variable, a role, a link by its place. */
  readonly subject: string
  readonly text: string
}
