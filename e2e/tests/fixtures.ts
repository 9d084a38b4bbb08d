import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from '@playwright/test'
import { decodeJwt } from 'jose'
import { Api } from './pages/api.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { SignInPage } from './pages/sign-in-page.ts'

export type Username = 'admin' | 'doctor' | 'external'
export const PASSWORD = 'change-me'

/** A clinician's browser: signed in, on the study list. */
export interface ClinicianBrowser {
  context: BrowserContext
  page: Page
  viewer: OhifViewer
  shareDialog: ShareDialog
  accessToken: string
}

export interface Fixtures {
  api: Api
  /** Signs in with a browser of its own. */
  signIn(username: Username): Promise<ClinicianBrowser>
  /** A fresh browser that knows nothing: a guest's. */
  guest: { context: BrowserContext; page: Page; guestPage: GuestPage; viewer: OhifViewer }
}

export interface WorkerFixtures {
  /** An access token from a real sign-in, one per user and worker. */
  accessTokenOf(username: Username): Promise<string>
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  api: async ({ request }, use) => use(new Api(request)),

  signIn: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (username) => {
      const signedIn = await signInTo(browser, username)
      contexts.push(signedIn.context)
      return signedIn
    })
    for (const context of contexts) await context.close()
  },

  guest: async ({ browser }, use) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await use({ context, page, guestPage: new GuestPage(page), viewer: new OhifViewer(page) })
    await context.close()
  },

  accessTokenOf: [
    async ({ browser }, use) => {
      const tokens = new Map<Username, string>()
      await use(async (username) => {
        const known = tokens.get(username)
        if (known && isGoodForOneTest(known)) return known
        const { context, accessToken } = await signInTo(browser, username)
        await context.close()
        tokens.set(username, accessToken)
        return accessToken
      })
    },
    { scope: 'worker' },
  ],
})

export { expect }

/** Access tokens live for minutes; a test may take two of them. */
const isGoodForOneTest = (accessToken: string): boolean =>
  (decodeJwt(accessToken).exp ?? 0) * 1000 - Date.now() > 150_000

/** Signs in at the identity provider's page, sent there by OHIF. */
export const signInTo = async (
  browser: Browser,
  username: Username,
  options: BrowserContextOptions = {},
): Promise<ClinicianBrowser> => {
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  const page = await context.newPage()
  await page.goto('/ohif/')
  await new SignInPage(page).signInAs(username, PASSWORD)
  await page.waitForURL(/\/ohif\/?(\?.*)?$/)
  const accessToken = await page.waitForFunction(readAccessToken)
  return {
    context,
    page,
    viewer: new OhifViewer(page),
    shareDialog: new ShareDialog(page),
    accessToken: (await accessToken.jsonValue()) ?? '',
  }
}

/** Runs in the page: what oidc-client-ts keeps for OHIF. */
function readAccessToken(): string | undefined {
  for (const [key, value] of Object.entries(sessionStorage)) {
    if (!key.startsWith('oidc.user:')) continue
    const { access_token: token } = JSON.parse(String(value)) as { access_token?: string }
    if (token) return token
  }
  return undefined
}
