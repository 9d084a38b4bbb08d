import { Hono, type MiddlewareHandler } from 'hono'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** From half a millisecond, as decisions from memory take, to the 10 s after which Orthanc gives up on us. */
const BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 2.5, 5, 10]

/** How many durations wait to be sorted into their buckets. */
const MAX_UNSORTED = 256

export interface MetricsDeps {
  /** What the service leans on, by name: can it be used now? Must settle soon. */
  readonly upstreams: Readonly<Record<string, () => Promise<boolean>>>
}

/** What requests came to. The words are those of their log lines: patterns and codes, never what a caller sent. */
export interface AnswerKind {
  readonly route: string
  readonly status: number
  readonly outcome: string | undefined
  readonly reason: string | undefined
}

export interface Metrics {
  /** One answer: the same object for the same kind, since they are counted by it. */
  observe(kind: AnswerKind, seconds: number): void
  /** Prometheus' text format. */
  render(): Promise<string>
  readonly contentType: string
}

/** Counts and times requests, and asks the upstreams whenever it is read. */
export const createMetrics = ({ upstreams }: MetricsDeps): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const uncounted = new Map<AnswerKind, number>()
  const decisions: Counter<'route' | 'status' | 'outcome' | 'reason'> = new Counter({
    name: 'studylink_decisions_total',
    help: 'Answered requests by route, status, and what they came to and why',
    labelNames: ['route', 'status', 'outcome', 'reason'],
    registers,
    // Finding the counter by its labels costs more than counting: done once for all since the last look.
    collect() {
      for (const [{ route, status, outcome = '', reason = '' }, count] of uncounted)
        decisions.inc({ route, status, outcome, reason }, count)
      uncounted.clear()
    },
  })
  const durations: Histogram<'route'> = new Histogram({
    name: 'studylink_request_duration_seconds',
    help: 'Time from the head of a request to its answer',
    labelNames: ['route'],
    buckets: BUCKETS_SECONDS,
    registers,
    collect: () => sortIn(),
  })
  // Each alone, amid the work of a request, costs several times what it costs in a row.
  let unsorted: { readonly route: string; readonly seconds: number }[] = []
  const sortIn = () => {
    for (const { route, seconds } of unsorted) durations.observe({ route }, seconds)
    unsorted = []
  }
  const upstreamUp: Gauge<'upstream'> = new Gauge({
    name: 'studylink_upstream_up',
    help: '1 when what the service leans on can be used, else 0',
    labelNames: ['upstream'],
    registers,
    async collect() {
      await Promise.all(
        Object.entries(upstreams).map(async ([upstream, isUp]) =>
          upstreamUp.set({ upstream }, (await isUp()) ? 1 : 0),
        ),
      )
    },
  })
  return {
    observe(kind, seconds) {
      uncounted.set(kind, (uncounted.get(kind) ?? 0) + 1)
      unsorted.push({ route: kind.route, seconds })
      if (unsorted.length >= MAX_UNSORTED) sortIn()
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** `GET /metrics`, for Prometheus inside the network. */
export const createMetricsRoutes = (deps: {
  readonly innerAuth: MiddlewareHandler
  readonly metrics: Metrics
}): Hono =>
  new Hono().get('/metrics', deps.innerAuth, async (c) =>
    c.body(await deps.metrics.render(), 200, { 'Content-Type': deps.metrics.contentType }),
  )
