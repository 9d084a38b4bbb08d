import { pino, symbols, type DestinationStream, type Logger } from 'pino'
import { createLogOutput } from './log-output.ts'

const STANDARD_OUTPUT = 1

let [formattedMs, formatted] = [Number.NaN, '']
/** ISO 8601, UTC. Many lines share a millisecond, and formatting it costs as much as the rest of a line. */
const isoTime = (): string => {
  const nowMs = Date.now()
  if (nowMs !== formattedMs) [formattedMs, formatted] = [nowMs, new Date(nowMs).toISOString()]
  return formatted
}

/** The service's log: JSON lines, by default on standard output. */
export const createLogger = (
  level: string,
  to: DestinationStream = createLogOutput(STANDARD_OUTPUT),
): Logger => pino({ level, base: null, timestamp: () => `,"time":"${isoTime()}"` }, to)

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
