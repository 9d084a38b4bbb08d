import { hash, randomBytes } from 'node:crypto'
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

/**
 * HTTP Basic (RFC 7617) for the inner surface, which only Orthanc and the proxy in front of it may call.
 * Compares salted SHA-256 digests: how long that takes tells nothing, since nobody outside knows the salt. No user
 * configured: nobody passes.
 *
 * @param users name → password, as in `USERS`
 */
export const createInnerAuth = (users: Readonly<Record<string, string>>): MiddlewareHandler => {
  const salt = randomBytes(32).toString('base64')
  // As text: a buffer for each request would cost more than the digest.
  const digest = (credentials: string) => hash('sha256', salt + credentials, 'base64')
  const expected = new Set(
    Object.entries(users).map(([name, password]) =>
      digest(Buffer.from(`${name}:${password}`, 'utf8').toString('base64')),
    ),
  )
  return createMiddleware(async (c, next) => {
    const [, credentials] = /^basic +(\S+)$/i.exec(authorizationOf(c)) ?? []
    if (credentials !== undefined && expected.has(digest(credentials))) return next()
    c.set('outcome', 'inner-auth')
    return c.body(null, 401, { 'WWW-Authenticate': 'Basic realm="StudyLink", charset="UTF-8"' })
  })
}
