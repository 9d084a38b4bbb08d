import { spawn } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'
import { findCommand } from './find-command.ts'

export interface ChildOptions {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env: NodeJS.ProcessEnv
  /** Both outputs go here; readable by the owner only. */
  readonly logFile: string
  /** What asks it to end; SIGTERM unless told. */
  readonly stopSignal?: NodeJS.Signals
  /** Whom it runs as, when we are root. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

export interface Child {
  readonly name: string
  readonly logFile: string
  readonly pid: number | undefined
  /** Aborted when the process has ended, whatever the reason. */
  readonly ended: AbortSignal
  /** Asks it to end, makes it end after 5 s, and waits until it has. */
  stop(): Promise<void>
  /** Ends it at once, without a word, and waits until it has ended. */
  kill(): Promise<void>
}

const PATIENCE_MS = 5000

/**
 * Starts a process that lives as long as we do. It is in a session of its own, so that Ctrl-C reaches only
 * us and we end it in order; where the system can, it is told to end if we are killed ourselves.
 */
export function startChild({
  name,
  command,
  args,
  cwd,
  env,
  logFile,
  stopSignal,
  user,
}: ChildOptions): Child {
  const guard = findCommand('setpriv')
  const log = openSync(logFile, 'a', 0o600)
  const asUser = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []
  const guardArgs = [...asUser, '--pdeathsig', stopSignal?.slice(3) ?? 'TERM', '--', command, ...args]
  const child = spawn(guard ?? command, guard ? guardArgs : [...args], {
    ...(guard ? {} : user),
    ...(cwd === undefined ? {} : { cwd }),
    env,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const ended = new AbortController()
  const end = (why: string) => ended.abort(new Error(`${name} ${why}; its log: ${logFile}`))
  const closed = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end(`cannot be started: ${error.message}`)
      resolve()
    })
    child.once('exit', (status, signal) => {
      end(`ended with ${status ?? signal}`)
      resolve()
    })
  })
  return {
    name,
    logFile,
    pid: child.pid,
    ended: ended.signal,
    async stop() {
      if (ended.signal.aborted) return
      child.kill(stopSignal ?? 'SIGTERM')
      const harder = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await closed
      clearTimeout(harder)
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
