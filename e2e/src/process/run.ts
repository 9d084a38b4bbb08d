import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Whom it runs as, when we are root. */
  readonly uid?: number
  readonly gid?: number
  readonly signal?: AbortSignal
  /** Sent when `signal` is aborted; SIGTERM unless told. */
  readonly killSignal?: NodeJS.Signals
  /** Called with each line of either output as it comes. */
  readonly onLine?: (line: string) => void
}

/** A command that ended badly; `output` is its last lines. */
export class CommandError extends Error {
  readonly code = 'command-failed'
  readonly output: string
  constructor(command: string, status: number | string | null, output: string) {
    super(`${command} ended with ${status}`)
    this.output = output
  }
}

const KEPT_LINES = 40

/**
 * Runs a command to its end, never through a shell.
 *
 * @returns its standard output
 * @throws {CommandError} on a status other than 0, or when the command is not there
 */
export function run(
  command: string,
  args: readonly string[],
  { onLine, ...options }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    const recent: string[] = []
    const take = (text: string) => {
      for (const line of text.split(/\r?\n/)) {
        if (line.trim() === '') continue
        onLine?.(line)
        recent.push(line)
        if (recent.length > KEPT_LINES) recent.shift()
      }
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      take(text)
    })
    child.stderr.setEncoding('utf8').on('data', take)
    child.once('error', (error: NodeJS.ErrnoException) => {
      // A command that was started and then aborted has yet to end.
      if (child.pid === undefined) reject(new CommandError(command, error.code ?? error.message, ''))
    })
    child.once('close', (status, signal) => {
      if (status === 0) resolve(stdout)
      else reject(new CommandError(command, status ?? signal, recent.join('\n')))
    })
  })
}
