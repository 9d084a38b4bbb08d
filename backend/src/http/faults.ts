import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { StoreUnavailableError } from '../store/store-unavailable.ts'
import { problem } from './problem.ts'

export const handleUnknownRoute: NotFoundHandler = (c) => problem(c, 'not-found')

/**
 * The unexpected: 500 with the request's id and no message. The log gets the error's class, code and stack, not
 * its message, which may quote input.
 */
export const createFaultHandler =
  (log: Logger): ErrorHandler =>
  (error, c) => {
    if (error instanceof StoreUnavailableError)
      return problem(c, 'store-unavailable', { reason: error.causeCode })
    if (error instanceof HTTPException && error.status < 500)
      return problem(c, 'invalid-request', { reason: `http-${error.status}` })
    const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
    log.error({ requestId: c.var.requestId, error: error.name, at: frames.slice(0, 8) }, 'unexpected error')
    return problem(c, 'internal-error')
  }
