import type { EventEmitter } from 'node:events'
import { createHistogram } from 'node:perf_hooks'
import autocannon from 'autocannon'
import { chunkedRequest, plainRequest } from './request.ts'
import type { Server } from './servers.ts'
import type { TokenCase } from './tokens.ts'

export interface Load {
  /** Also how many calls are under way at a time. */
  readonly connections: number
  readonly seconds: number
  /** As the plugin does. */
  readonly newConnectionPerCall: boolean
}

export interface Sample {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicros: number
}

/** Each connection has tokens of its own: none meets what another has just made known. */
const partOf = <Item>(items: readonly Item[], part: number, parts: number): Item[] =>
  items.length < parts ? [...items] : items.filter((_item, index) => index % parts === part)

/** @throws when a call fails or is not answered with 200 */
export const measure = async (server: Server, tokens: readonly string[], load: Load): Promise<Sample> => {
  const requests = tokens.map(chunkedRequest)
  const nanoseconds = createHistogram()
  let [total, refused, connection] = [0, 0, 0]
  const cpuBefore = await server.cpuMs()
  const result = await autocannon({
    url: server.url,
    connections: load.connections,
    duration: load.seconds,
    ...(load.newConnectionPerCall ? { reconnectRate: 1 } : {}),
    setupClient: (client) => {
      client.setRequests(partOf(requests, connection++, load.connections))
      // autocannon itself does not count the answer before a reconnection, and rounds to milliseconds.
      // Its types know neither event.
      const events: EventEmitter = client
      let startMs = 0
      events.on('request', () => void (startMs = performance.now()))
      events.on('headers', ({ statusCode }: { readonly statusCode: number }) => {
        total += 1
        if (statusCode !== 200) refused += 1
        nanoseconds.record(Math.max(1, Math.round((performance.now() - startMs) * 1e6)))
      })
    },
  })
  if (refused > 0 || result.errors > 0 || total === 0)
    throw new Error(`${total} answered, ${refused} of them refused, ${result.errors} failed`)
  return {
    perSecond: total / result.duration,
    p50Ms: nanoseconds.percentile(50) / 1e6,
    p99Ms: nanoseconds.percentile(99) / 1e6,
    cpuMicros: (((await server.cpuMs()) - cpuBefore) * 1000) / total,
  }
}

/** @throws when the service decides otherwise than the case expects: its figures would mean nothing */
export const assertDecision = async (server: Server, { name, tokens, granted }: TokenCase): Promise<void> => {
  const response = await fetch(server.url, plainRequest(tokens[0] ?? ''))
  const answer = (await response.json()) as { readonly granted?: unknown }
  if (answer.granted !== granted) throw new Error(`${name}: ${response.status} ${JSON.stringify(answer)}`)
}

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

export interface Comparison {
  readonly sample: Sample
  /** Of the reference's requests a second. */
  readonly ratio: number
  /** Of the processor time of a request, turned round: more is better, as with `ratio`. */
  readonly cpuRatio: number
  readonly reference: Sample
}

const medianOf = (samples: readonly Sample[]): Sample => ({
  perSecond: median(samples.map(({ perSecond }) => perSecond)),
  p50Ms: median(samples.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(samples.map(({ p99Ms }) => p99Ms)),
  cpuMicros: median(samples.map(({ cpuMicros }) => cpuMicros)),
})

/** Each sample stands between two of the reference, and the median of the ratios counts: single ones lie. */
export const compare = async (
  sampleOnce: () => Promise<Sample>,
  referenceOnce: () => Promise<Sample>,
  count: number,
): Promise<Comparison> => {
  const samples: Sample[] = []
  const references: Sample[] = [await referenceOnce()]
  const ratios: number[] = []
  const cpuRatios: number[] = []
  for (let index = 0; index < count; index += 1) {
    const before = references.at(-1) as Sample
    const sample = await sampleOnce()
    const after = await referenceOnce()
    samples.push(sample)
    references.push(after)
    ratios.push((2 * sample.perSecond) / (before.perSecond + after.perSecond))
    cpuRatios.push((before.cpuMicros + after.cpuMicros) / (2 * sample.cpuMicros))
  }
  return {
    sample: medianOf(samples),
    ratio: median(ratios),
    cpuRatio: median(cpuRatios),
    reference: medianOf(references),
  }
}
