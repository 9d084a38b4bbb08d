import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Env, type MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createMiddleware } from 'hono/factory'
import { createPageHeaders, dataHeaders, type ContentPolicyDeps } from './content-policy.ts'

export interface WebDeps extends ContentPolicyDeps {
  /** Folders of the built front ends; a file is looked for in each, in order. May be empty. */
  readonly webDirs: readonly string[]
}

const PREFIX = /^\/share/
const HASHED_NAME = 'public, max-age=31536000, immutable'
const REVALIDATED = 'no-cache'

const cacheControl = (value: string) =>
  createMiddleware<Env>(async (c, next) => {
    await next()
    if (c.res.ok || c.res.status === 304) c.res.headers.set('Cache-Control', value)
  })

/** `/share/*`: pages, their scripts, translations, and the scripts that viewers load. Never lists a folder. */
export const createWebRoutes = (deps: WebDeps) => {
  const file = (path: string) => serveFirst(deps.webDirs.map((root) => serveStatic({ root, path })))
  const folder = serveFirst(
    deps.webDirs.map((root) => serveStatic({ root, rewriteRequestPath: (path) => path.replace(PREFIX, '') })),
  )
  const page = [cacheControl('no-store'), createPageHeaders(deps, { mayHaveOpener: false })] as const
  // Sign-in's return may have to tell an opener elsewhere, which a severed opener would never hear.
  const returnPage = [cacheControl('no-store'), createPageHeaders(deps, { mayHaveOpener: true })] as const

  return new Hono()
    .use('/share/*', compress(), etag())
    .get('/share', (c) => c.redirect('/share/', 308))
    .get('/share/', ...page, file('index.html'))
    .get('/share/s', ...page, file('s.html'))
    .get('/share/new', ...page, file('index.html'))
    .get('/share/callback', ...returnPage, file('index.html'))
    .get('/share/assets/*', cacheControl(HASHED_NAME), dataHeaders, folder)
    .get('/share/locales/*', cacheControl(REVALIDATED), dataHeaders, folder)
    .get('/share/:script{[a-z0-9-]+\\.js}', cacheControl(REVALIDATED), dataHeaders, folder)
}

/** The first that has the file answers; none: the next route does. */
const serveFirst = (handlers: readonly MiddlewareHandler[]): MiddlewareHandler =>
  createMiddleware<Env>(async (c, next) => {
    for (const handler of handlers) {
      const response = await handler(c, async () => undefined)
      if (response) return response
    }
    return next()
  })
