import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * HTTP Basic (RFC 7617) for the inner surface, which only Orthanc and the proxy in front of it may call.
 * Compares SHA-256 digests in constant time, each user every time. No user configured: nobody passes.
 *
 * @param users name → password, as in `USERS`
 */
export const createInnerAuth = (users: Readonly<Record<string, string>>): MiddlewareHandler => {
  const expected = Object.entries(users).map(([name, password]) =>
    digest(Buffer.from(`${name}:${password}`, 'utf8').toString('base64')),
  )
  return createMiddleware(async (c, next) => {
    const [, credentials] = /^basic +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? []
    if (credentials !== undefined) {
      const given = digest(credentials)
      if (expected.filter((one) => timingSafeEqual(one, given)).length > 0) return next()
    }
    c.set('outcome', 'inner-auth')
    return c.body(null, 401, { 'WWW-Authenticate': 'Basic realm="StudyLink", charset="UTF-8"' })
  })
}
