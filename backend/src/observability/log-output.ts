import { write, writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** Handing a write to another thread costs as much as a decision about a token: once for some hundred lines. */
const BATCH_CHARACTERS = 32 * 1024

/** No line waits longer than this to be seen. */
const FLUSH_MS = 200

/** What is kept for a reader that has stopped reading; beyond it lines are dropped and the service goes on. */
const MAX_WAITING_CHARACTERS = 16 * 1024 * 1024

/** Between tries where there is no room: a full disk, a pipe that does not block. */
const RETRY_MS = 100

/** The process ends now: a reader that is only slow gets so long. */
const LAST_TRY_MS = 1_000

const NOTHING = Buffer.alloc(0)

/**
 * Lines for a file descriptor, written in batches beside the work: at most 200 ms late, complete at an exit of any
 * kind, an uncaught error too, but a kill: `kill -9` and a lost machine take the last 200 ms with them. What must
 * survive that (openings, revocations) stands in the store's history.
 *
 * Nothing that happens to the descriptor stops the service or keeps it from ending, as it would with pino's own
 * destination: that tries again for ever at the exit, whatever the error. Without a reader all lines are dropped.
 */
export const createLogOutput = (descriptor: number): DestinationStream => {
  let lines = ''
  /** What is left of the batch that was taken from `lines`. */
  let batch = NOTHING
  let state: 'idle' | 'writing' | 'waiting' | 'broken' = 'idle'

  const writeOn = () => {
    state = 'writing'
    write(descriptor, batch, (error, bytes) => {
      if (error?.code === 'EPIPE') {
        state = 'broken'
        lines = ''
        batch = NOTHING
        return
      }
      if (error) {
        state = 'waiting'
        setTimeout(writeOn, RETRY_MS).unref()
        return
      }
      batch = batch.subarray(bytes)
      if (batch.length > 0) return writeOn()
      state = 'idle'
      if (lines.length >= BATCH_CHARACTERS) begin()
    })
  }
  const begin = () => {
    if (state !== 'idle' || lines === '') return
    batch = Buffer.from(lines)
    lines = ''
    writeOn()
  }
  setInterval(begin, FLUSH_MS).unref()

  process.on('exit', () => {
    // What another thread is writing is on its way.
    const left = Buffer.concat([state === 'writing' ? NOTHING : batch, Buffer.from(lines)])
    if (state !== 'broken') writeNow(descriptor, left)
  })

  return {
    write(line) {
      const before = lines.length
      if (state === 'broken' || before + line.length > MAX_WAITING_CHARACTERS) return
      lines += line
      // After the work of this turn.
      if (before < BATCH_CHARACTERS && lines.length >= BATCH_CHARACTERS) setImmediate(begin)
    },
  }
}

/** Gives up at anything but a slow reader. */
const writeNow = (descriptor: number, bytes: Buffer): void => {
  const pause = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const untilMs = performance.now() + LAST_TRY_MS
  let left = bytes
  while (left.length > 0)
    try {
      left = left.subarray(writeSync(descriptor, left))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || performance.now() > untilMs) return
      Atomics.wait(pause, 0, 0, 10)
    }
}
