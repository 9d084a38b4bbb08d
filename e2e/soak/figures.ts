import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** What one kind of request did, in one phase. */
export interface Figures {
  readonly durationsUs: RecordableHistogram
  count: number
  bytes: number
  /** By status; 0: no answer. */
  readonly errors: Map<number, number>
}

export const newFigures = (): Figures => ({
  durationsUs: createHistogram(),
  count: 0,
  bytes: 0,
  errors: new Map(),
})

/** Times one request and counts it, as an error unless it has the wanted status. */
export async function timed<Answer extends { readonly status: number; readonly bytes: number }>(
  figures: Figures,
  wanted: number,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const startMs = performance.now()
  const answer = await ask()
  figures.durationsUs.record(Math.max(1, Math.round((performance.now() - startMs) * 1000)))
  figures.count += 1
  figures.bytes += answer.bytes
  if (answer.status !== wanted)
    figures.errors.set(answer.status, (figures.errors.get(answer.status) ?? 0) + 1)
  return answer
}

export const errorCount = ({ errors }: Figures): number => [...errors.values()].reduce((a, b) => a + b, 0)

export const summarise = (figures: Figures, seconds: number) => ({
  requestsPerSecond: Math.round(figures.count / seconds),
  megabytesPerSecond: Math.round(figures.bytes / seconds / 1e6),
  p50Ms: figures.durationsUs.percentile(50) / 1000,
  p99Ms: figures.durationsUs.percentile(99) / 1000,
  errors: errorCount(figures),
})
