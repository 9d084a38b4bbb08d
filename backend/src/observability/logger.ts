import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino'

/** The service's log: JSON lines on standard output. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime },
    ...(destination === undefined ? [] : ([destination] as const)),
  )
