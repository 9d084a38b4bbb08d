import { setTimeout as delay } from 'node:timers/promises'

const BETWEEN_TRIES_MS = 50
const PATIENCE_MS = 60_000

/**
 * Asks until the answer is yes.
 *
 * @param isReady one question; what it throws counts as no
 * @param ended stops the asking: what was waited for is gone
 * @throws the reason of `ended`, or an Error after a minute
 */
export async function untilReady(
  what: string,
  isReady: (signal: AbortSignal) => Promise<boolean>,
  ended: AbortSignal,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    ended.throwIfAborted()
    if (await isReady(AbortSignal.any([ended, AbortSignal.timeout(5000)])).catch(() => false)) return
    if (Date.now() > until) throw new Error(`${what} is not ready after ${PATIENCE_MS / 1000} s`)
    await delay(BETWEEN_TRIES_MS, undefined, { signal: ended }).catch(() => {})
  }
}
