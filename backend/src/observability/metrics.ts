import { Hono, type MiddlewareHandler } from 'hono'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** From half a millisecond, as decisions from memory take, to the 10 s after which Orthanc gives up on us. */
const BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 2.5, 5, 10]

export interface MetricsDeps {
  /** What the service leans on, by name: can it be used now? Must settle soon. */
  readonly upstreams: Readonly<Record<string, () => Promise<boolean>>>
}

/** One answered request. The words are those of its log line: patterns and codes, never what a caller sent. */
export interface AnsweredRequest {
  readonly route: string
  readonly status: number
  readonly outcome: string | undefined
  readonly reason: string | undefined
  readonly seconds: number
}

export interface Metrics {
  observe(request: AnsweredRequest): void
  /** Prometheus' text format. */
  render(): Promise<string>
  readonly contentType: string
}

/** Counts and times requests, and asks the upstreams whenever it is read. */
export const createMetrics = ({ upstreams }: MetricsDeps): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const decisions = new Counter({
    name: 'studylink_decisions_total',
    help: 'Answered requests by route, status, and what they came to and why',
    labelNames: ['route', 'status', 'outcome', 'reason'],
    registers,
  })
  const durations = new Histogram({
    name: 'studylink_request_duration_seconds',
    help: 'Time from the head of a request to its answer',
    labelNames: ['route'],
    buckets: BUCKETS_SECONDS,
    registers,
  })
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
    observe({ route, status, outcome = '', reason = '', seconds }) {
      decisions.inc({ route, status, outcome, reason })
      durations.observe({ route }, seconds)
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
