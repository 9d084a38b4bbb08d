import type { Logger } from 'pino'
import type { Clock } from '../kernel/clock.ts'
import type { ShareStore } from '../store/share-store.ts'

const DAY_MS = 86_400_000
/** The start has better things to do. */
const FIRST_AFTER_MS = 60_000

export interface PruningDeps {
  readonly store: Pick<ShareStore, 'prune'>
  /** `HISTORY_KEEP_DAYS` */
  readonly keepDays: number
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/** Deletes once a day what is older than the policy keeps. Keeps no process alive. Gives what ends it. */
export const keepPruning = ({ store, keepDays, clock, log }: PruningDeps): (() => void) => {
  const prune = async () => {
    try {
      const pruned = await store.prune(clock() - keepDays * DAY_MS)
      if (pruned.shares + pruned.events > 0) log.info(pruned, 'old history pruned')
    } catch (error) {
      // What is left over is older still tomorrow.
      log.warn({ code: error instanceof Error && 'code' in error ? error.code : undefined }, 'pruning failed')
    }
  }
  const first = setTimeout(() => void prune(), FIRST_AFTER_MS).unref()
  const daily = setInterval(() => void prune(), DAY_MS).unref()
  return () => {
    clearTimeout(first)
    clearInterval(daily)
  }
}
