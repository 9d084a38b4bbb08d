import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const LOGGER = fileURLToPath(new URL('logger.ts', import.meta.url))
const LINES = 2_000
const TIMEOUT_MS = 60_000

/** The lines of a process that writes many in one go, in both ways, and then ends so. */
const linesOfProcess = (end: string) =>
  new Promise<string[]>((resolve) => {
    const program = `
      import { createLineWriter, createLogger } from ${JSON.stringify(LOGGER)}
      const log = createLogger('info')
      const write = createLineWriter(log, 'request')
      for (let n = 0; n < ${LINES}; n += 2) {
        write('"n":' + n)
        log.info({ n: n + 1, name: 'Zoë «ş»' }, 'other')
      }
      ${end}`
    const options = { maxBuffer: 10 * 2 ** 20, env: { PATH: process.env['PATH'] } }
    execFile(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      options,
      (_error, stdout) => resolve(stdout.split('\n').filter((line) => line !== '')),
    )
  })

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
})
