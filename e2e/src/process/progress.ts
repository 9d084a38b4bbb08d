export interface Task {
  /** Tells what is being done now, in a few words. */
  readonly note: (text: string) => void
  /** Aborted when the whole command is to end. */
  readonly signal: AbortSignal
}

export interface Progress {
  /** Runs one step; it is told when it takes a while, and when it is done if it took one. */
  step<Value>(title: string, work: (task: Task) => Promise<Value>): Promise<Value>
}

const A_WHILE_MS = 1000
const AGAIN_MS = 10_000

const seconds = (fromMs: number) => `${((performance.now() - fromMs) / 1000).toFixed(1)} s`

/** Plain lines, readable in a terminal and in a log: nothing is redrawn. */
export function createProgress(write: (line: string) => void, signal: AbortSignal): Progress {
  return {
    async step(title, work) {
      const start = performance.now()
      let doing = ''
      let isTold = false
      const tell = () => {
        isTold = true
        write(
          `… ${title}${doing === '' ? '' : `: ${doing}`}${performance.now() - start > 2 * A_WHILE_MS ? ` (${seconds(start)})` : ''}`,
        )
      }
      const first = setTimeout(tell, A_WHILE_MS)
      const again = setInterval(tell, AGAIN_MS)
      try {
        signal.throwIfAborted()
        const value = await work({ note: (text) => (doing = text), signal })
        if (isTold) write(`✓ ${title} (${seconds(start)})`)
        return value
      } finally {
        clearTimeout(first)
        clearInterval(again)
      }
    },
  }
}
