/** Something this machine lacks or the caller mistook; the message is one line that says what to do. */
export class SetupError extends Error {
  readonly code = 'setup'
}
