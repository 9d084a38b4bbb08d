import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepPruning } from './keep-pruning.ts'

const DAY_MS = 86_400_000

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

test('prunes every day what is older than is kept, also after a day on which it failed', async () => {
  const asked: number[] = []
  const said: string[] = []
  const stop = keepPruning({
    store: {
      async prune(beforeMs) {
        asked.push(beforeMs)
        if (asked.length === 1) throw new Error('down')
        return { shares: 1, events: 2 }
      },
    },
    keepDays: 30,
    clock: Date.now,
    log: {
      info: (_facts: unknown, message: string) => void said.push(message),
      warn: (_facts: unknown, message: string) => void said.push(message),
    } as never,
  })
  await vi.advanceTimersByTimeAsync(2 * DAY_MS)
  expect(asked).toEqual([60_000 - 30 * DAY_MS, -29 * DAY_MS, -28 * DAY_MS])
  expect(said).toEqual(['pruning failed', 'old history pruned', 'old history pruned'])
  stop()
  await vi.advanceTimersByTimeAsync(2 * DAY_MS)
  expect(asked).toHaveLength(3)
})
