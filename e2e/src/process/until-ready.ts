import { setTimeout as delay } from 'node:timers/promises'

const BETWEEN_TRIES_MS = 50
const PATIENCE_MS = 60_000

/**
 * Asks until the answer is yes.
 *
 * @param isReady one question; what it throws counts as no
 * @param ended stops the asking: what was waited for is gone
 * @param patienceMs a minute unless told
 * @throws the reason of `ended`, or an Error when patience ends
 */
export async function untilReady(
  what: string,
  isReady: (signal: AbortSignal) => Promise<boolean>,
  ended: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const until = Date.now() + patienceMs
  for (;;) {
    ended.throwIfAborted()
    if (await isReady(AbortSignal.any([ended, AbortSignal.timeout(5000)])).catch(() => false)) return
    if (Date.now() > until) throw new Error(`${what} is not ready after ${patienceMs / 1000} s`)
    await delay(BETWEEN_TRIES_MS, undefined, { signal: ended }).catch(() => {})
  }
}
