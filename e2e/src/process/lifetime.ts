import { readFileSync } from 'node:fs'

const PARENT_CHECK_MS = 1000
const SAME_SIGNAL_MS = 1000

/**
 * Aborted when this process is to end: Ctrl-C, a termination signal, a closed terminal, or the end of npm
 * when it started us (it may be killed without a word to its children). A later signal does not wait.
 */
export function createLifetime(): AbortSignal {
  const ending = new AbortController()
  let endingSince = Number.POSITIVE_INFINITY
  const end = () => {
    if (ending.signal.aborted) return
    endingSince = performance.now()
    ending.abort(new Error('stopped'))
  }
  const onSignal = (status: number) => () => {
    // One Ctrl-C may come twice: from the terminal, and handed on by npm.
    if (performance.now() - endingSince > SAME_SIGNAL_MS) process.exit(status)
    end()
  }
  process.on('SIGINT', onSignal(130))
  process.on('SIGTERM', onSignal(143))
  process.on('SIGHUP', onSignal(129))
  if (process.env.npm_lifecycle_event !== undefined) watchParent(end)
  return ending.signal
}

/** Parent and grandparent: npm runs scripts in a shell, which would outlive it. */
function ancestors(): string {
  const parent = process.ppid
  try {
    // proc(5): the fourth field, after the name in brackets.
    const grandparent = readFileSync(`/proc/${parent}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[1]
    return `${parent} ${grandparent}`
  } catch {
    return String(parent)
  }
}

function watchParent(onLost: () => void): void {
  const atStart = ancestors()
  const watch = setInterval(() => {
    if (ancestors() === atStart) return
    clearInterval(watch)
    onLost()
  }, PARENT_CHECK_MS)
  watch.unref()
}

/** Resolves when it is aborted. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
