import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'

/**
 * One JSON line for each request: its id, the pattern of its route (never the URL: it may hold ids and queries),
 * method, status, outcome, reason, duration. Headers and bodies are never looked at.
 */
export const createRequestLog = (log: Logger): MiddlewareHandler =>
  createMiddleware(async (c, next) => {
    const start = performance.now()
    await next()
    log.info(
      {
        requestId: c.var.requestId,
        method: c.req.method,
        // Of the handler that was reached last.
        route: routePath(c),
        status: c.res.status,
        outcome: c.var.outcome,
        reason: c.var.reason,
        ms: Math.round((performance.now() - start) * 10) / 10,
      },
      'request',
    )
  })
