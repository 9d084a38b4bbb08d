import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import { MAX_FEED_AGE_MS, MAX_LIVE_SHARES, STORE_DEADLINE_MS } from '../kernel/limits.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'

/** What every decision about a share's tokens depends on. Times in ms since 1970. */
export interface LiveShare {
  readonly shareId: string
  /** Raised by every narrowing change: tokens of an older generation are refused. */
  readonly generation: number
  /** Raised by every change at all: tells which of two copies is the newer. */
  readonly revision: number
  readonly endsAtMs: number
  readonly revoked: boolean
  readonly download: boolean
  /** Key of the viewer that it names, if it names one. */
  readonly viewer?: string | null
  readonly studies: readonly { readonly studyInstanceUID: string; readonly orthancId: string }[]
}

export type LiveShareRefusal = { readonly reason: 'unknown-share' } | { readonly reason: 'store-unavailable' }

/** Memory of the shares in use, in front of the store. */
export interface LiveShares {
  /** @param leastGeneration it is known to have: what is remembered of an earlier one is asked for again */
  get(shareId: string, leastGeneration?: number): Promise<Result<LiveShare, LiveShareRefusal>>
  /** Takes over a change at once: called for every change that this backend makes or hears of. */
  update(share: LiveShare): void
  /** Nothing remembered may be true any more: the store is another one. */
  forgetAll(): void
}

export interface LiveSharesDeps {
  /** The store's row, or undefined when it has none. May throw: then nothing is granted. */
  readonly load: (shareId: string) => Promise<LiveShare | undefined>
  /**
   * Instant (ms since 1970) up to which every change of other backends is known to have reached `update`. A store
   * that one process owns is always fresh: `clock`.
   */
  readonly freshUntil: () => number
  readonly clock: Clock
  readonly deadlineMs?: number
  readonly maxFeedAgeMs?: number
}

const withDeadline = async <Value>(work: Promise<Value>, deadlineMs: number): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the store did not answer in time')), deadlineMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

export const createLiveShares = ({
  load,
  freshUntil,
  clock,
  deadlineMs = STORE_DEADLINE_MS,
  maxFeedAgeMs = MAX_FEED_AGE_MS,
}: LiveSharesDeps): LiveShares => {
  const createMemory = () => new LRUCache<string, LiveShare>({ max: MAX_LIVE_SHARES })
  let known = createMemory()
  let loading = new Map<string, Promise<LiveShare | undefined>>()

  const remember = (share: LiveShare, memory: typeof known) => {
    const before = memory.get(share.shareId)
    if (!before || before.revision <= share.revision) memory.set(share.shareId, share)
  }

  /** One query for all who wait for the same share; what `update` brought meanwhile wins if it is newer. */
  const loadOnce = (shareId: string) => {
    const underWay = loading.get(shareId)
    if (underWay) return underWay
    // What was asked before all was forgotten may be as wrong as what was remembered.
    const [memory, waiting] = [known, loading]
    const work = load(shareId)
      .then((share) => {
        if (share) remember(share, memory)
        else memory.delete(shareId)
        return share && memory.get(shareId)
      })
      .finally(() => waiting.delete(shareId))
    waiting.set(shareId, work)
    return work
  }

  return {
    update: (share) => remember(share, known),
    forgetAll() {
      known = createMemory()
      loading = new Map()
    },
    async get(shareId, leastGeneration = 0) {
      const share = known.get(shareId)
      if (share && share.generation >= leastGeneration && clock() - freshUntil() <= maxFeedAgeMs)
        return ok(share)
      try {
        const loaded = await withDeadline(loadOnce(shareId), deadlineMs)
        return loaded ? ok(loaded) : refuse({ reason: 'unknown-share' })
      } catch {
        return refuse({ reason: 'store-unavailable' })
      }
    },
  }
}
