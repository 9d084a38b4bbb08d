/**
 * `POST /tokens/validate` of the built backend beside a bare Hono JSON echo and, where it can run, the Python
 * service. Exits with 1 when a bar is missed.
 *
 * - `BENCH_SAMPLES` (5), `BENCH_SECONDS` (2): each figure is the median of so many samples of so many seconds
 * - `BENCH_PYTHON_SOURCE`: the folder of the Python service's `app.py`; `BENCH_PYTHON` (`python3`): a Python that
 *   has its packages (fastapi, uvicorn, pyjwt, pytz, requests, json-with-comments, …)
 */
import { randomBytes } from 'node:crypto'
import { createBackendFolder } from '../src/testing/run-backend.ts'
import { type Comparison, type Load, assertDecision, compare, measure } from './measure.ts'
import { startEcho, startPython, startService } from './servers.ts'
import { pythonToken, seedTokens } from './tokens.ts'

const SAMPLES = Number(process.env['BENCH_SAMPLES'] ?? 5)
const SAMPLE_SECONDS = Number(process.env['BENCH_SECONDS'] ?? 2)
const WARM_UP_SECONDS = 2

/** What must be reached with connections kept alive, as a share of the bare echo. */
const BARS: Readonly<Record<string, number>> = { cached: 0.7, uncached: 0.35 }
const PYTHON_BAR = 15
const PYTHON_P99_SHARE = 0.1

const keepAlive: Load = { connections: 16, seconds: SAMPLE_SECONDS, newConnectionPerCall: false }
const loads = {
  'keep-alive': keepAlive,
  'connection per call': { ...keepAlive, newConnectionPerCall: true },
} as const

let missed = 0
const say = (line: string) => process.stdout.write(`${line}\n`)
const verdict = (held: boolean, bar: string) => {
  if (!held) missed += 1
  return `bar ${bar}: ${held ? 'held' : 'MISSED'}`
}

const row = (name: string, { sample }: Pick<Comparison, 'sample'>, ...rest: readonly string[]) =>
  say(
    [
      `  ${name.padEnd(14)}`,
      `${sample.perSecond.toFixed(0).padStart(6)} req/s`,
      `p50 ${sample.p50Ms.toFixed(2)} ms`,
      `p99 ${sample.p99Ms.toFixed(2)} ms`,
      `${sample.cpuMicros.toFixed(0)} µs CPU`,
      ...rest,
    ].join('  '),
  )

const backend = createBackendFolder()
const secretKey = randomBytes(32).toString('hex')
const cases = await seedTokens(backend.env['DATA_DIR'] ?? '', secretKey)
const servers = await Promise.all([
  startEcho(backend.folder),
  startService(backend.folder, {
    ...backend.env,
    SECRET_KEY: secretKey,
  }),
])
const [echo, service] = servers

const beside = async (load: Load, tokens: readonly string[]) => {
  await measure(service, tokens, { ...load, seconds: WARM_UP_SECONDS })
  return compare(
    () => measure(service, tokens, load),
    () => measure(echo, tokens, load),
    SAMPLES,
  )
}

const benchPython = async (source: string) => {
  const python = process.env['BENCH_PYTHON'] ?? 'python3'
  const server = await startPython(backend.folder, source, python, secretKey)
  try {
    const tokens = [await pythonToken(secretKey)]
    await assertDecision(server, { name: 'Python', tokens, granted: true })
    const ours = cases[0]?.tokens ?? []
    for (const [form, load] of Object.entries(loads)) {
      await measure(server, tokens, { ...load, seconds: WARM_UP_SECONDS })
      const result = await compare(
        () => measure(service, ours, load),
        () => measure(server, tokens, load),
        SAMPLES,
      )
      const { sample, reference, ratio, cpuRatio } = result
      say(`beside the Python service, ${form}`)
      row('Python', { sample: reference }, `RSS ${(await server.rssMiB()).toFixed(0)} MiB`)
      const p99Share = sample.p99Ms / reference.p99Ms
      const facts = [
        `${ratio.toFixed(1)} × Python (${cpuRatio.toFixed(1)} by CPU)`,
        `p99 ${(p99Share * 100).toFixed(0)} % of its`,
      ]
      const bars =
        load === keepAlive
          ? [
              verdict(ratio >= PYTHON_BAR, `${PYTHON_BAR} ×`),
              verdict(p99Share <= PYTHON_P99_SHARE, `p99 ≤ ${(PYTHON_P99_SHARE * 100).toFixed(0)} %`),
            ]
          : []
      row('cached', result, ...facts, ...bars)
    }
  } finally {
    await server.stop()
  }
}

try {
  for (const one of cases) await assertDecision(service, one)
  await measure(echo, ['warm-up'], { ...keepAlive, seconds: WARM_UP_SECONDS })
  for (const [form, load] of Object.entries(loads)) {
    say(`chunked, ${form}`)
    for (const { name, tokens } of cases) {
      const result = await beside(load, tokens)
      const { ratio, cpuRatio } = result
      const bar = load === keepAlive ? BARS[name] : undefined
      row(
        name,
        result,
        `${ratio.toFixed(2)} of the echo (${cpuRatio.toFixed(2)} by CPU)`,
        ...(bar === undefined ? [] : [verdict(ratio >= bar, String(bar))]),
      )
      row('(echo)', { sample: result.reference })
    }
  }
  say(`RSS ${(await service.rssMiB()).toFixed(0)} MiB`)
  const source = process.env['BENCH_PYTHON_SOURCE']
  if (source === undefined) say('The Python service is not measured: BENCH_PYTHON_SOURCE is not set.')
  else await benchPython(source)
} finally {
  await Promise.all(servers.map((server) => server.stop()))
  backend.remove()
}
process.exitCode = missed > 0 ? 1 : 0
