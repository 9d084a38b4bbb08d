import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import { createLineWriter } from './logger.ts'
import type { AnswerKind } from './metrics.ts'

/** A kind of answer with what the log says of it: there are few kinds and many answers. */
interface LoggedKind extends AnswerKind {
  /** The JSON of its fields, without braces. */
  readonly json: string
}

/** Route patterns and codes are few, and the server knows which methods there are: it never grows beyond them. */
const createKinds = () => {
  const kinds = new Map<string, LoggedKind>()
  return (method: string, kind: AnswerKind): LoggedKind => {
    const key = `${method} ${kind.route} ${kind.status} ${kind.outcome} ${kind.reason}`
    const known = kinds.get(key)
    if (known) return known
    const made = { ...kind, json: JSON.stringify({ method, ...kind }).slice(1, -1) }
    kinds.set(key, made)
    return made
  }
}

/**
 * Gives each request its id and the log one JSON line about it: the pattern of its route (never the URL: it may
 * hold ids and queries), method, status, outcome, reason, duration. Headers and bodies are never looked at: a
 * caller's own id would put its text into the log.
 *
 * @param observe is told the same of each request, for the metrics
 */
export const createRequestLog = (
  log: Logger,
  observe?: (kind: AnswerKind, seconds: number) => void,
): MiddlewareHandler => {
  const writeLine = createLineWriter(log, 'request')
  const kindOf = createKinds()
  return createMiddleware(async (c, next) => {
    const startMs = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    await next()
    const ms = performance.now() - startMs
    const kind = kindOf(c.req.method, {
      // Of the handler that was reached last.
      route: routePath(c),
      status: c.res.status,
      // Not `c.var`, which makes an object of all variables each time.
      outcome: c.get('outcome'),
      reason: c.get('reason'),
    })
    writeLine(`"requestId":"${requestId}",${kind.json},"ms":${Math.round(ms * 10) / 10}`)
    observe?.(kind, ms / 1000)
  })
}
