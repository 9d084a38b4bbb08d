import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import { createLineWriter } from './logger.ts'
import type { AnsweredRequest } from './metrics.ts'

/**
 * Gives each request its id and the log one JSON line about it: the pattern of its route (never the URL: it may
 * hold ids and queries), method, status, outcome, reason, duration. Headers and bodies are never looked at: a
 * caller's own id would put its text into the log.
 *
 * @param observe is told the same of each request, for the metrics
 */
export const createRequestLog = (
  log: Logger,
  observe?: (request: AnsweredRequest) => void,
): MiddlewareHandler => {
  const writeLine = createLineWriter(log, 'request')
  return createMiddleware(async (c, next) => {
    const startMs = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    await next()
    const ms = performance.now() - startMs
    // Of the handler that was reached last.
    const route = routePath(c)
    const { status } = c.res
    // Not `c.var`, which makes an object of all variables each time.
    const [outcome, reason] = [c.get('outcome'), c.get('reason')]
    writeLine({
      requestId,
      method: c.req.method,
      route,
      status,
      outcome,
      reason,
      ms: Math.round(ms * 10) / 10,
    })
    observe?.({ route, status, outcome, reason, seconds: ms / 1000 })
  })
}
