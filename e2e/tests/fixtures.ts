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
import { MyShares } from './pages/my-shares.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { SignInPage } from './pages/sign-in-page.ts'

export type Username = 'admin' | 'doctor' | 'external'
export const PASSWORD = 'change-me'
const CLIPBOARD = ['clipboard-read', 'clipboard-write']

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>

/** A clinician's browser: signed in, on the study list. */
export interface ClinicianBrowser {
  context: BrowserContext
  page: Page
  viewer: OhifViewer
  shareDialog: ShareDialog
  accessToken: string
}

/** A clinician's browser for the pages under `/share/`, which sign in by themselves. */
export interface OwnPages {
  page: Page
  myShares: MyShares
  shareDialog: ShareDialog
  accessToken: string
}

export interface Fixtures {
  api: Api
  /** Signs in with a browser of its own. */
  signIn(username: Username): Promise<ClinicianBrowser>
  /** A browser in which this person has signed in before, for our own pages: quicker than {@link signIn}. */
  backAgain(username: Username, options?: BrowserContextOptions): Promise<OwnPages>
  /** A fresh browser that knows nothing: a guest's. */
  guest: { context: BrowserContext; page: Page; guestPage: GuestPage; viewer: OhifViewer }
}

export interface Session {
  accessToken: string
  /** The provider's cookies. */
  storageState: StorageState
}

export interface WorkerFixtures {
  /** A real sign-in, one per user and worker. */
  sessionOf(username: Username): Promise<Session>
  /** Its access token. */
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

  backAgain: async ({ browser, sessionOf }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (username, options = {}) => {
      const { accessToken, storageState } = await sessionOf(username)
      const context = await browser.newContext({ permissions: CLIPBOARD, storageState, ...options })
      contexts.push(context)
      const page = await context.newPage()
      return { page, myShares: new MyShares(page), shareDialog: new ShareDialog(page), accessToken }
    })
    for (const context of contexts) await context.close()
  },

  sessionOf: [
    async ({ browser }, use) => {
      const sessions = new Map<Username, Session>()
      await use(async (username) => {
        const known = sessions.get(username)
        if (known && isGoodForOneTest(known.accessToken)) return known
        const { context, accessToken } = await signInTo(browser, username)
        const { cookies } = await context.storageState()
        await context.close()
        const session = { accessToken, storageState: { cookies, origins: [] } }
        sessions.set(username, session)
        return session
      })
    },
    { scope: 'worker' },
  ],

  accessTokenOf: [
    async ({ sessionOf }, use) => {
      await use(async (username) => (await sessionOf(username)).accessToken)
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
    permissions: CLIPBOARD,
    ...options,
  })
  const page = await context.newPage()
  await page.goto('ohif/')
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
