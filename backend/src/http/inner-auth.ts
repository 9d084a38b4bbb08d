import { timingSafeEqual } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'

/**
 * Under Node from the server's own request, nothing else there is under `app.request()`: `c.req.header` makes a
 * web object of all headers, which costs a quarter of a decision about a token.
 */
const authorizationOf = (c: Context): string =>
  (c.env as Partial<HttpBindings> | undefined)?.incoming?.headers.authorization ??
  c.req.header('Authorization') ??
  ''

/** Credentials are compared in blocks of so many bytes: how long they are is all that the time taken tells. */
const BLOCK_BYTES = 256

/** No header has it. */
const PADDING = '\0'

/**
 * HTTP Basic (RFC 7617) for the inner surface, which only Orthanc and the proxy in front of it may call.
 * Compares in constant time, with each user's credentials. No user configured: nobody passes.
 *
 * @param users name → password, as in `USERS`
 */
export const createInnerAuth = (users: Readonly<Record<string, string>>): MiddlewareHandler => {
  const known = Object.entries(users).map(([name, password]) =>
    Buffer.from(`${name}:${password}`, 'utf8').toString('base64'),
  )
  const longest = Math.max(0, ...known.map(({ length }) => length))
  const size = Math.ceil((longest + 1) / BLOCK_BYTES) * BLOCK_BYTES
  const expected = known.map((credentials) => Buffer.alloc(size, credentials.padEnd(size, PADDING), 'latin1'))
  // One for all requests: nothing is awaited between writing it and comparing it.
  const presented = Buffer.alloc(size)
  const isKnown = (credentials: string): boolean => {
    if (credentials.length >= size) return false
    presented.fill(PADDING, presented.write(credentials, 'latin1'), size, 'latin1')
    // All of them each time, so that which user it is takes no other time.
    return expected.filter((one) => timingSafeEqual(one, presented)).length > 0
  }
  return createMiddleware(async (c, next) => {
    const credentials = /^basic +(\S+)$/i.exec(authorizationOf(c))?.[1]
    if (credentials !== undefined && isKnown(credentials)) return next()
    c.set('outcome', 'inner-auth')
    return c.body(null, 401, { 'WWW-Authenticate': 'Basic realm="StudyLink", charset="UTF-8"' })
  })
}
