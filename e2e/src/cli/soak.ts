import { setMaxListeners } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCount, summarise, type Figures } from '../../soak/figures.ts'
import { readTogether } from '../../soak/guests.ts'
import { residentMegabytes } from '../../soak/memory.ts'
import { parseSoakOptions, SOAK_HELP, type SoakOptions } from '../../soak/options.ts'
import { shareTogether } from '../../soak/clinicians.ts'
import { storeStudy } from '../../soak/study.ts'
import { createProgress } from '../process/progress.ts'
import { basicAuthorization, type StackPart } from '../stack/part.ts'
import { createStand, startFront, startStockOrthanc, tokenOfGuest } from '../testing/stand.ts'
import { runCli } from './run-cli.ts'

const MINUTE_MS = 60_000
/** Of the time with us in the path: before and after it, the same readers ask Orthanc itself. */
const SHARE_WITHOUT_US = 0.1
/** The service keeps what it has seen in memory of a fixed size: until it is full, memory grows. */
const WARM_UP = 0.2
const LONG_ENOUGH_MINUTES = 10
const MOST_GROWTH = 1.15

const rounded = (value: number) => Math.round(value * 100) / 100

function tell(name: string, figures: Figures, seconds: number) {
  const { requestsPerSecond, megabytesPerSecond, p50Ms, p99Ms, errors } = summarise(figures, seconds)
  console.log(
    `${name.padEnd(28)} ${String(requestsPerSecond).padStart(6)} requests/s ${String(megabytesPerSecond).padStart(5)} MB/s` +
      `   p50 ${rounded(p50Ms)} ms   p99 ${rounded(p99Ms)} ms   ${errors} errors`,
  )
  for (const [status, count] of figures.errors)
    console.log(`  answered ${status || 'nothing'}: ${count} times`)
}

/** Runs for a time, and tells how long it took. */
async function forAWhile<Value>(
  ms: number,
  ending: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<readonly [Value, number]> {
  const startMs = performance.now()
  // Not AbortSignal.timeout inside AbortSignal.any: Node 20 collects it as garbage while it is waited for.
  const over = new AbortController()
  // Each clinician waits for it.
  setMaxListeners(0, over.signal)
  const end = () => over.abort()
  const timer = setTimeout(end, ms)
  ending.addEventListener('abort', end, { once: true })
  const value = await work(over.signal)
  clearTimeout(timer)
  ending.removeEventListener('abort', end)
  ending.throwIfAborted()
  return [value, (performance.now() - startMs) / 1000]
}

/** Notes the memory of each part, 20 times in all. */
async function watchMemory(parts: Readonly<Record<string, StackPart>>, ms: number, signal: AbortSignal) {
  const seen = new Map<string, number[]>(Object.keys(parts).map((name) => [name, []]))
  const look = async () => {
    for (const [name, { pid }] of Object.entries(parts))
      if (pid !== undefined) seen.get(name)?.push(await residentMegabytes(pid))
  }
  const watch = setInterval(() => void look(), ms / 20)
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  clearInterval(watch)
  return seen
}

async function soak(options: SoakOptions, ending: AbortSignal): Promise<number> {
  const progress = createProgress(console.log, ending)
  const stand = await createStand()
  try {
    const orthanc = await progress.step('Starting Orthanc', () => startStockOrthanc(stand))
    const { studyInstanceUID, paths } = await progress.step(`Storing ${options.images} images`, () =>
      storeStudy(orthanc, options.images),
    )
    await mkdir(join(stand.folder, 'backend'), { recursive: true })
    const { nginx, backend, issuer } = await progress.step('Starting the service and nginx', () =>
      startFront(stand, { mode: 'guard', orthanc }),
    )
    const accessToken = () => issuer.accessToken('doctor-role')
    const doctor = await accessToken()
    const headers = await Promise.all(
      Array.from({ length: options.guests }, async () => ({
        Authorization: `Bearer ${await tokenOfGuest(nginx.url, doctor, studyInstanceUID, false)}`,
      })),
    )
    const own = headers.map(() => ({ Authorization: basicAuthorization(orthanc.credentials) }))
    const withUsMs = options.minutes * MINUTE_MS
    const without = (signal: AbortSignal) =>
      readTogether({ url: orthanc.url, paths, headers: own, areMany: false, signal })

    const [before, beforeSeconds] = await progress.step('Reading from Orthanc itself', () =>
      forAWhile((withUsMs * SHARE_WITHOUT_US) / 2, ending, without),
    )
    const [[read, shared, memory], seconds] = await progress.step(
      `${options.guests} guests reading, ${options.clinicians} clinicians sharing`,
      () =>
        forAWhile(withUsMs, ending, (signal) =>
          Promise.all([
            readTogether({
              url: nginx.url,
              paths: paths.map((path) => `/orthanc${path}`),
              headers,
              areMany: true,
              signal,
            }),
            shareTogether({
              url: nginx.url,
              clinicians: options.clinicians,
              accessToken,
              studyInstanceUID,
              signal,
            }),
            watchMemory({ service: backend, nginx, Orthanc: orthanc }, withUsMs, signal),
          ]),
        ),
    )
    const [after, afterSeconds] = await progress.step('Reading from Orthanc itself again', () =>
      forAWhile((withUsMs * SHARE_WITHOUT_US) / 2, ending, without),
    )

    console.log('')
    tell('Orthanc itself, before', before, beforeSeconds)
    tell('through nginx and guard', read, seconds)
    tell('Orthanc itself, after', after, afterSeconds)
    tell('clinicians', shared, seconds)
    const withUs = summarise(read, seconds)
    const ratio = (pick: (figures: ReturnType<typeof summarise>) => number) =>
      rounded(
        pick(withUs) / ((pick(summarise(before, beforeSeconds)) + pick(summarise(after, afterSeconds))) / 2),
      )
    console.log(
      `with us / without: throughput ${ratio((f) => f.requestsPerSecond)}, p99 ${ratio((f) => f.p99Ms)}`,
    )
    let isFlat = true
    for (const [name, megabytes] of memory) {
      const [first = 0] = megabytes
      const warm = megabytes[Math.floor(megabytes.length * WARM_UP)] ?? 0
      const last = megabytes.at(-1) ?? 0
      console.log(
        `memory of ${name.padEnd(10)} ${Math.round(first)} MB at the start, ${Math.round(warm)} MB after a fifth, ${Math.round(last)} MB at the end (most: ${Math.round(Math.max(...megabytes))} MB)`,
      )
      if (name === 'service' && last > warm * MOST_GROWTH) isFlat = false
    }
    const errors = [before, read, after, shared].reduce((sum, figures) => sum + errorCount(figures), 0)
    if (errors > 0) console.log(`✗ ${errors} errors`)
    const isJudged = options.minutes >= LONG_ENOUGH_MINUTES
    if (!isJudged) console.log(`memory is judged from ${LONG_ENOUGH_MINUTES} minutes on`)
    else if (!isFlat) console.log('✗ the service’s memory grew')
    return errors === 0 && (isFlat || !isJudged) ? 0 : 1
  } finally {
    await stand.stop()
  }
}

/** `npm run soak`: many guests read at once through nginx and the guard while clinicians share; prints what it costs. */
export const main = (args: readonly string[]) =>
  runCli(async (ending) => {
    const options = parseSoakOptions(args)
    if (options.help) {
      console.log(SOAK_HELP)
      return 0
    }
    return soak(options, ending)
  })
