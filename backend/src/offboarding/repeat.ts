export interface Repetition {
  /** Begins no more work, and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * Does some work again and again, with a pause in between; never twice at once. Keeps no process alive.
 *
 * @param onFailure told when the work rejects; it is done again after the pause all the same
 */
export const repeat = (
  work: () => Promise<void>,
  pauseMs: number,
  onFailure: (error: unknown) => void,
): Repetition => {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  const wait = () => {
    if (isStopped) return
    timer = setTimeout(() => {
      underWay = work().catch(onFailure).finally(wait)
    }, pauseMs)
    timer.unref()
  }
  wait()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}
