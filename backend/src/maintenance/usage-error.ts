/** A command was called wrongly, or cannot do what it is asked; the message says what to do. */
export class UsageError extends Error {
  readonly code = 'usage'
}

/** Runs a command: what the caller can mend is told, and ends with 1. */
export const tellingErrors = async (
  write: (text: string) => void,
  run: () => number | Promise<number>,
): Promise<number> => {
  try {
    return await run()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^(?:usage|copy-failed|ERR_PARSE_ARGS_\w+)$/.test(code)) throw error
    write(`${(error as Error).message}\n`)
    return 1
  }
}
