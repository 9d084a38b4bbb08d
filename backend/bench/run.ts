/**
 * `/tokens/validate` beside a bare Hono JSON echo, in requests a second. Each sample
 * stands between two samples of the echo, and the median of the ratios counts: single ones lie.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'
import { headers, validateBody } from './request.ts'
import type { VariantName } from './variants.ts'

const SAMPLES = Number(process.env['BENCH_SAMPLES'] ?? 5)
const SAMPLE_SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3)
const CONNECTIONS = 16

/** What must be reached, as a share of the bare echo. */
const BARS: Readonly<Record<string, number>> = { seen: 0.7, unseen: 0.35 }

interface Started {
  readonly port: number
  readonly tokens: Readonly<Record<string, readonly string[]>>
}

const start = async (variant: VariantName) => {
  const child = fork(new URL('variant-server.ts', import.meta.url), [variant], {
    execArgv: ['--import', 'tsx'],
  })
  const [started] = (await once(child, 'message')) as [Started]
  return {
    tokens: started.tokens,
    cpuMicros: async () => {
      child.send('cpu')
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
      return user + system
    },
    url: `http://127.0.0.1:${started.port}/tokens/validate`,
    stop: () => child.disconnect(),
  }
}

/** Each connection has tokens of its own: none meets what another has just made known. */
const partOf = <Item>(items: readonly Item[], part: number): readonly Item[] =>
  items.length < CONNECTIONS ? items : items.filter((_item, index) => index % CONNECTIONS === part)

const measure = async (
  { url, cpuMicros }: Awaited<ReturnType<typeof start>>,
  tokens: readonly string[],
  seconds = SAMPLE_SECONDS,
) => {
  const cpuBefore = await cpuMicros()
  const bodies = tokens.map((token) => ({ body: validateBody(token) }))
  let connection = 0
  const result = await autocannon({
    url,
    method: 'POST',
    headers,
    setupClient: (client) => client.setRequests([...partOf(bodies, connection++)]),
    connections: CONNECTIONS,
    duration: seconds,
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMicros: ((await cpuMicros()) - cpuBefore) / result.requests.total,
  }
}
type Sample = Awaited<ReturnType<typeof measure>>

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const say = (line: string) => process.stdout.write(`${line}\n`)

const echo = await start('echo')
const service = await start('service')
const echoOnce = () => measure(echo, echo.tokens['any'] ?? [])
try {
  await echoOnce()
  for (const [name, tokens] of Object.entries(service.tokens)) {
    await measure(service, tokens, 1)
    const samples: Sample[] = []
    const ratios: number[] = []
    const cpuRatios: number[] = []
    let before = await echoOnce()
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const ours = await measure(service, tokens)
      const after = await echoOnce()
      samples.push(ours)
      ratios.push(ours.perSecond / ((before.perSecond + after.perSecond) / 2))
      cpuRatios.push((before.cpuMicros + after.cpuMicros) / 2 / ours.cpuMicros)
      before = after
    }
    const [ratio, bar] = [median(ratios), BARS[name]]
    say(
      [
        name.padEnd(8),
        `${median(samples.map((one) => one.perSecond)).toFixed(0)} req/s`,
        `p50 ${median(samples.map((one) => one.p50))} ms`,
        `p99 ${median(samples.map((one) => one.p99))} ms`,
        `${median(samples.map((one) => one.cpuMicros)).toFixed(0)} µs CPU`,
        `${ratio.toFixed(2)} of a bare echo (${median(cpuRatios).toFixed(2)} by CPU)`,
        bar === undefined ? '' : `(bar ${bar}: ${ratio >= bar ? 'held' : 'MISSED'})`,
      ].join('  '),
    )
  }
} finally {
  echo.stop()
  service.stop()
}
