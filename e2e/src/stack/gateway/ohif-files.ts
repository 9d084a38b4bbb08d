import { readFile } from 'node:fs/promises'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context } from 'hono'
import { etag } from 'hono/etag'
import type { OhifFiles } from '../../provision/ohif.ts'
import { OHIF_ROOT } from '../../provision/ohif-sub-path.ts'

const below = (path: string) => path.slice(OHIF_ROOT.length - 1)
/** `app.bundle.0f6159c501addfe9.js`, `0ddf166f7a343eda.wasm`: another content has another name. */
const isHashed = (c: Context) => /[./][0-9a-f]{16}\.(?:js|wasm|woff2)$/.test(c.req.path)
const FOR_EVER = 'public, max-age=31536000, immutable'
const revalidate = etag()

export interface OhifFilesOptions {
  readonly files: OhifFiles
  /** Our `app-config.js`; read at each request, it is small and gets edited. */
  readonly configurationFile: string
}

/**
 * The viewer below its sub-path: what carries a hash in its name is kept for ever, all else is asked for
 * again (and answered 304 while it is the same). Every other path is a page of the viewer's own router.
 */
export function createOhifFiles({ files, configurationFile }: OhifFilesOptions) {
  const page = serveStatic({ root: files.prepared, path: 'index.html', precompressed: true })

  return new Hono()
    .use(`${OHIF_ROOT}*`, async (c, next) => (isHashed(c) ? next() : revalidate(c, next)))
    .use(`${OHIF_ROOT}*`, async (c, next) => {
      await next()
      c.header('X-Content-Type-Options', 'nosniff')
      // The share dialog lives in this page: nobody may lay another page over it, or follow its address.
      c.header('Content-Security-Policy', "frame-ancestors 'self'; base-uri 'self'; object-src 'none'")
      c.header('Referrer-Policy', 'no-referrer')
      if (c.res.ok) c.header('Cache-Control', isHashed(c) ? FOR_EVER : 'no-cache')
    })
    .get(`${OHIF_ROOT}app-config.js`, async (c) => {
      c.header('Content-Type', 'text/javascript; charset=utf-8')
      return c.body(await readFile(configurationFile, 'utf8'))
    })
    .get(OHIF_ROOT, page)
    .get(OHIF_ROOT.slice(0, -1), page)
    .get(`${OHIF_ROOT}index.html`, (c) => c.redirect(OHIF_ROOT))
    .get(
      `${OHIF_ROOT}*`,
      serveStatic({ root: files.prepared, rewriteRequestPath: below, precompressed: true }),
      serveStatic({ root: files.dist, rewriteRequestPath: below }),
      // A file that is not there must not become a page: the viewer would run HTML as a script.
      async (c, next) => (/\.\w+$/.test(c.req.path) ? c.notFound() : page(c, next)),
    )
}
