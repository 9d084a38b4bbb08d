import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Provider } from 'oidc-provider'
import { oidcProvider } from './oidc-provider.ts'
import { messagePage, pagePolicy, signInPage } from './pages.ts'
import { REALM_PATH } from './provider.ts'
import { SAMPLE_PASSWORD, sampleUsers } from './users.ts'

type Env = { Bindings: HttpBindings }

const digest = (text: string) => createHash('sha256').update(text).digest()
const isPassword = (given: unknown) =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(SAMPLE_PASSWORD))

/** The sign-in page of the provider's interactions; a right password leads on to where the client asked. */
export function createSignInRoutes(provider: Provider) {
  const show = async (c: Context<Env>, page: (nonce: string) => unknown, status: 200 | 400 | 401) => {
    const nonce = randomBytes(16).toString('base64')
    c.header('Content-Security-Policy', pagePolicy(nonce))
    c.header('Cache-Control', 'no-store')
    return c.html(String(await page(nonce)), status)
  }
  const showForm = (c: Context<Env>, status: 200 | 401, refusedUsername?: string) =>
    show(
      c,
      (nonce) =>
        signInPage({
          nonce,
          ...(refusedUsername === undefined ? {} : { refusedUsername }),
          sampleUsernames: sampleUsers.map(({ username }) => username),
          samplePassword: SAMPLE_PASSWORD,
        }),
      status,
    )

  return new Hono<Env>()
    .get(`${REALM_PATH}/interaction/:uid`, async (c) => {
      await provider.interactionDetails(c.env.incoming, c.env.outgoing)
      return showForm(c, 200)
    })
    .post(`${REALM_PATH}/interaction/:uid`, bodyLimit({ maxSize: 4096 }), async (c) => {
      const { incoming, outgoing } = c.env
      await provider.interactionDetails(incoming, outgoing)
      const { username, password } = await c.req.parseBody()
      const user = sampleUsers.find((candidate) => candidate.username === username)
      if (!user || !isPassword(password)) return showForm(c, 401, String(username ?? ''))
      const result = { login: { accountId: user.accountId } }
      return c.redirect(await provider.interactionResult(incoming, outgoing, result), 303)
    })
    .onError((error, c) => {
      if (!(error instanceof oidcProvider.errors.SessionNotFound)) throw error
      const message = 'This sign-in took too long or was started in another browser. Go back and try again.'
      return show(c, (nonce) => messagePage(nonce, 'Sign-in expired', message), 400)
    })
}
