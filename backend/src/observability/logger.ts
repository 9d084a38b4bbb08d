import { destination, pino, symbols, type DestinationStream, type Logger } from 'pino'

/**
 * Handing a write to another thread costs as much as a decision about a token: once for some hundred lines. A library's
 * own limit of what it writes at once, which has to be larger, goes with it.
 */
const BUFFER_BYTES = 32 * 1024
const MAX_WRITE_BYTES = 2 * BUFFER_BYTES

/** No line waits longer than this to be seen. */
const FLUSH_MS = 200

/** What is kept for a reader that has stopped reading; beyond it lines are dropped and the service goes on. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024

/**
 * Standard output, written in batches beside the work: at most 200 ms late, complete at an exit of any kind, an
 * uncaught error too, but a kill: `kill -9` and a lost machine take the last 200 ms with them. What must survive that
 * (openings, revocations) stands in the store's history.
 */
const createLogDestination = (): DestinationStream => {
  const output = destination({
    dest: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    maxWrite: MAX_WRITE_BYTES,
    maxLength: MAX_WAITING_BYTES,
    periodicFlush: FLUSH_MS,
    // As text it would measure the whole batch again for each line, which cost more than the line.
    contentMode: 'buffer',
  })
  // Its type knows the other mode only; looked up for each batch, since a broken pipe puts another in its place.
  const bytes = output as unknown as { write(lines: Buffer): boolean }
  // The lines of one turn of the event loop go on together: a buffer for each would cost more than the line.
  let lines = ''
  const handOn = () => {
    const batch = Buffer.from(lines)
    lines = ''
    bytes.write(batch)
  }
  // Before the destination's own look at what is left.
  process.prependListener('exit', () => lines !== '' && handOn())
  return {
    write(line) {
      if (lines === '') setImmediate(handOn)
      lines += line
    },
  }
}

let [formattedMs, formatted] = [Number.NaN, '']
/** ISO 8601, UTC. Many lines share a millisecond, and formatting it costs as much as the rest of a line. */
const isoTime = (): string => {
  const nowMs = Date.now()
  if (nowMs !== formattedMs) [formattedMs, formatted] = [nowMs, new Date(nowMs).toISOString()]
  return formatted
}

/** The service's log: JSON lines, by default on standard output. */
export const createLogger = (level: string, to: DestinationStream = createLogDestination()): Logger =>
  pino({ level, base: null, timestamp: () => `,"time":"${isoTime()}"` }, to)

/**
 * Writes lines of one known shape to a log at level `info`, past pino's own formatting of each field, which costs
 * several times as much: every decision about a token gets its line, and there are thousands in a second.
 *
 * @returns takes the fields as JSON, without the braces around them
 */
export const createLineWriter = (log: Logger, message: string) => {
  const head = `{"level":${log.levels.values['info']},"time":"`
  const tail = `,"msg":${JSON.stringify(message)}}\n`
  const stream = (log as unknown as Readonly<Record<symbol, DestinationStream>>)[symbols.streamSym]
  return (fieldsJson: string): void => {
    if (log.isLevelEnabled('info')) stream?.write(`${head}${isoTime()}",${fieldsJson}${tail}`)
  }
}
