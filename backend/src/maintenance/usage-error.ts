import { StoreUnavailableError } from '../store/store-unavailable.ts'

/** A command was called wrongly, or cannot do what it is asked; the message says what to do. */
export class UsageError extends Error {
  readonly code = 'usage'
}

/** Of the command line, of a copy, of the operating system: their messages name what is wrong, and no secret. */
const TELLING = /^(?:usage|copy-failed|ERR_PARSE_ARGS_\w+|E[A-Z]+)$/

const reasonOf = (error: unknown): string | undefined => {
  if (error instanceof StoreUnavailableError) return `${error.message}: ${error.causeCode}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return TELLING.test(code) ? (error as Error).message : undefined
}

/** Runs a command: what the caller can mend is told, and ends with 1. */
export const tellingErrors = async (
  write: (text: string) => void,
  run: () => number | Promise<number>,
): Promise<number> => {
  try {
    return await run()
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    write(`${reason}\n`)
    return 1
  }
}
