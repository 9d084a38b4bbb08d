import { createLifetime } from '../process/lifetime.ts'
import { CommandError } from '../process/run.ts'
import { SetupError } from '../process/setup-error.ts'

/**
 * Runs a command of this package to its end. What the caller can mend is told in one line; all else with
 * what is known about it.
 *
 * @param command gets the signal that ends it, and gives the exit status
 */
export async function runCli(command: (ending: AbortSignal) => Promise<number>): Promise<void> {
  const ending = createLifetime()
  try {
    process.exitCode = await command(ending)
  } catch (error) {
    process.exitCode = 1
    if (ending.aborted) return
    if (error instanceof SetupError) console.error(error.message)
    else if (error instanceof CommandError) console.error(`${error.output}\n${error.message}`)
    else console.error(error)
  }
}
