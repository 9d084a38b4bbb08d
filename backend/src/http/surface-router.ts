import type { Router } from 'hono/router'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'

const OUTER = '/share'
const EVERYWHERE = '/*'

/**
 * A router for each surface. Hono's fast router does not take paths such as `/shares/revoke` beside `/shares/:shareId/…`,
 * and one of them would put every decision about a token on the slow one. A pattern that begins with a parameter is
 * the inner surface's: nothing of it is ever found below `/share`.
 */
export class SurfaceRouter<Handler> implements Router<Handler> {
  readonly #inner = createHonoRouter<Handler>()
  readonly #outer = createHonoRouter<Handler>()

  /** Tells, after the first request, which routers were taken. */
  get name(): string {
    return `inner: ${this.#inner.name}, outer: ${this.#outer.name}`
  }

  add(method: string, path: string, handler: Handler): void {
    if (path === EVERYWHERE || path.startsWith(OUTER)) this.#outer.add(method, path, handler)
    if (!path.startsWith(OUTER)) this.#inner.add(method, path, handler)
  }

  match(method: string, path: string) {
    return (path.startsWith(OUTER) ? this.#outer : this.#inner).match(method, path)
  }
}

/** As `new Hono()` makes it. */
const createHonoRouter = <Handler>() =>
  new SmartRouter<Handler>({ routers: [new RegExpRouter<Handler>(), new TrieRouter<Handler>()] })
