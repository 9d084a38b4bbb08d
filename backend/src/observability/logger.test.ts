import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

const LOGGER = fileURLToPath(new URL('logger.ts', import.meta.url))
const LINES = 2_000
const TIMEOUT_MS = 60_000

/** Writes many lines in one go, in both ways, as often as it is told to. */
const PROGRAM = `
  import { createLineWriter, createLogger } from ${JSON.stringify(LOGGER)}
  const log = createLogger('info')
  const write = createLineWriter(log, 'request')
  const writeMany = () => {
    for (let n = 0; n < ${LINES}; n += 2) {
      write('"n":' + n)
      log.info({ n: n + 1, name: 'Zoë «ş»' }, 'other')
    }
  }`
const argumentsOf = (program: string) => ['--import', 'tsx', '--input-type=module', '-e', PROGRAM + program]
const env = { PATH: process.env['PATH'] }

/** The lines of a process that writes many and then ends so. */
const linesOfProcess = (end: string) =>
  new Promise<string[]>((resolve) => {
    const options = { maxBuffer: 10 * 2 ** 20, env }
    execFile(process.execPath, argumentsOf(`\nwriteMany()\n${end}`), options, (_error, stdout) =>
      resolve(stdout.split('\n').filter((line) => line !== '')),
    )
  })

/** A process whose standard output goes there; it says `up` on its standard error. */
const runProcess = (program: string, output: 'pipe' | number) => {
  const child = spawn(process.execPath, argumentsOf(`\nprocess.stderr.write('up')\n${program}`), {
    env,
    stdio: ['pipe', output, 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return { child, exited, up: once(child.stderr as NodeJS.ReadableStream, 'data') }
}

describe('the log on standard output', () => {
  it.each([
    ['when nothing is left to do', ''],
    ['at process.exit', 'process.exit(1)'],
    ['at an uncaught error', "throw new Error('a crash')"],
    ['at an uncaught error later', "setTimeout(() => { throw new Error('a crash') }, 1)"],
    ['at an unhandled rejection', "await Promise.reject(new Error('a crash'))"],
  ])(
    'is complete and in order %s',
    async (_when, end) => {
      const lines = (await linesOfProcess(end)).map(
        (line) => JSON.parse(line) as { n: number; time: string; msg: string; name?: string },
      )
      expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: LINES }, (_line, n) => n))
      expect(lines[0]).toMatchObject({ msg: 'request' })
      expect(lines[1]).toMatchObject({ msg: 'other', name: 'Zoë «ş»' })
    },
    TIMEOUT_MS,
  )

  it(
    'stops nobody whose disk is full, neither amid the work nor at the end',
    async () => {
      const work = `
        import { stat } from 'node:fs/promises'
        for (let turn = 0; turn < 20; turn += 1) {
          writeMany()
          await stat('/')
        }
        process.exitCode = 3`
      expect(await runProcess(work, openSync('/dev/full', 'w')).exited).toBe(3)
    },
    TIMEOUT_MS,
  )

  it(
    'stops nobody whose reader has gone, neither amid the work nor at the end',
    async () => {
      const { child, exited, up } = runProcess(
        "process.stdin.once('data', () => { log.info('the last'); process.exit(3) })",
        'pipe',
      )
      await up
      child.stdout?.destroy()
      child.stdin?.end('go on')
      expect(await exited).toBe(3)
    },
    TIMEOUT_MS,
  )
})
