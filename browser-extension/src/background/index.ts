import browser from 'webextension-polyfill'
import { requestOf } from '../messages.ts'
import { readSettings } from '../settings/settings.ts'
import { syncInPageButton } from './in-page-button.ts'
import { listenToMenu, syncMenu } from './menu.ts'
import { openPopup } from './open-popup.ts'
import { createSignIn, type Memory, type TokenAnswer } from './sign-in.ts'

const MEMORY = 'sign-in'

const signIn = createSignIn({
  redirectUri: () => browser.identity.getRedirectURL(),
  launch: (url, interactive) => browser.identity.launchWebAuthFlow({ url, interactive }),
  memory: {
    get: async () => (await browser.storage.session.get(MEMORY))[MEMORY] as Memory | undefined,
    set: (value) => browser.storage.session.set({ [MEMORY]: value }),
  },
  fetch: (...request) => fetch(...request),
  now: Date.now,
})

const withService = async <Value>(
  work: (shareRoot: string) => Promise<Value>,
): Promise<Value | TokenAnswer> => {
  const { shareRoot } = await readSettings(browser.storage)
  return shareRoot === undefined ? { kind: 'signed-out' } : work(shareRoot)
}

/** What our own pages may ask. */
const requests = new Map<string, () => Promise<unknown>>([
  ['get-token', () => withService((shareRoot) => signIn.getToken(shareRoot))],
  [
    'sign-in',
    async () => {
      const answer = await withService((shareRoot) => signIn.signIn(shareRoot))
      // The popup closed when the provider's window opened: people go on where they were.
      if (answer.kind === 'token') await openPopup()
      return answer
    },
  ],
  ['sign-out', () => withService((shareRoot) => signIn.signOut(shareRoot))],
])

browser.runtime.onMessage.addListener((message: unknown, sender: browser.Runtime.MessageSender) => {
  if (sender.id !== browser.runtime.id) return undefined
  const name = requestOf(message)
  const tabId = sender.tab?.id
  if (name === 'open-popup' && tabId !== undefined) return openPopup({ tabId })
  // Tokens are for our own pages: never for a script in a viewer's page.
  if (name === undefined || !sender.url?.startsWith(browser.runtime.getURL(''))) return undefined
  return requests.get(name)?.()
})

const syncOnce = async () => {
  const settings = await readSettings(browser.storage)
  await syncMenu(settings)
  await syncInPageButton(settings)
}
/** One after the other: two at once would register the same thing twice. */
let syncing: Promise<unknown> = Promise.resolve()
const sync = () => {
  syncing = syncing.then(syncOnce).catch(() => undefined)
}
const welcome = async () => {
  const { shareRoot } = await readSettings(browser.storage)
  if (shareRoot === undefined) await browser.runtime.openOptionsPage()
}

listenToMenu()
browser.runtime.onInstalled.addListener(({ reason }) => {
  sync()
  if (reason === 'install') void welcome()
})
browser.runtime.onStartup.addListener(sync)
browser.permissions.onAdded.addListener(sync)
browser.permissions.onRemoved.addListener(sync)
browser.storage.onChanged.addListener((_changes, area) => {
  if (area !== 'session') sync()
})
