import { signal } from '@preact/signals'
import { createShareApi } from '@studylink/share-dialog'
import browser from 'webextension-polyfill'
import { ask } from '../messages.ts'
import { matchPattern, parseServiceAddress, parseViewerOrigin } from '../settings/service-address.ts'
import { allowedOrigins, readSettings, type OwnSettings, type Settings } from '../settings/settings.ts'

/** How the service's address stands. */
export type Connection =
  | { state: 'none' }
  | { state: 'bad-address' }
  | { state: 'connecting' }
  | { state: 'denied'; host: string }
  | { state: 'not-ours'; shareRoot: string }
  | { state: 'connected'; institution: string | null; host: string }

export type Account = { state: 'unknown' } | { state: 'signed-out' } | { state: 'signed-in'; name: string }

/** The options page's state and actions. */
export const createOptionsStore = (initial: Settings) => {
  const settings = signal(initial)
  const connection = signal<Connection>({ state: 'none' })
  const account = signal<Account>({ state: 'unknown' })

  const save = async (change: OwnSettings) => {
    await browser.storage.local.set(change)
    settings.value = await readSettings(browser.storage)
  }

  const getAccessToken = async () => {
    const answer = await ask('get-token')
    return answer.kind === 'token' ? answer.accessToken : undefined
  }

  const readAccount = async () => {
    const { shareRoot } = settings.value
    if (shareRoot === undefined) return
    const me = await createShareApi({ shareRoot, getAccessToken }).getMe()
    account.value = me.ok ? { state: 'signed-in', name: me.value.name } : { state: 'signed-out' }
  }

  /** Is there a service at this address? */
  const check = async (shareRoot: string): Promise<boolean> => {
    connection.value = { state: 'connecting' }
    const config = await createShareApi({ shareRoot, getAccessToken: async () => undefined }).getConfig()
    const isOurs = config.ok && Array.isArray(config.value.policy?.expiryChoicesSeconds)
    const { host } = new URL(shareRoot)
    connection.value = isOurs
      ? { state: 'connected', institution: config.value.institution.name, host }
      : { state: 'not-ours', shareRoot }
    return isOurs
  }

  const connect = async (typed: string) => {
    const shareRoot = parseServiceAddress(typed)
    if (shareRoot === undefined) {
      connection.value = { state: 'bad-address' }
      return
    }
    // At once, while the click still counts: browsers grant nothing later.
    const origins = [matchPattern(new URL(shareRoot).origin)]
    const isGranted = await browser.permissions.request({ origins }).catch(() => false)
    if (!isGranted) {
      connection.value = { state: 'denied', host: new URL(shareRoot).host }
      return
    }
    if (!(await check(shareRoot))) return
    await save({ shareRoot })
    await readAccount()
  }

  const setInPageButton = async (inPageButton: boolean) => {
    const origins = allowedOrigins(settings.value).map(matchPattern)
    if (inPageButton && origins.length > 0) await browser.permissions.request({ origins }).catch(() => false)
    await save({ inPageButton })
  }

  return {
    settings,
    connection,
    account,
    connect,
    setInPageButton,
    /** @returns false: that is no address */
    addViewer: async (typed: string): Promise<boolean> => {
      const origin = parseViewerOrigin(typed)
      if (origin === undefined) return false
      await save({ viewerOrigins: [...new Set([...settings.value.viewerOrigins, origin])] })
      return true
    },
    removeViewer: (origin: string) =>
      save({ viewerOrigins: settings.value.viewerOrigins.filter((other) => other !== origin) }),
    signIn: async () => {
      await ask('sign-in')
      await readAccount()
    },
    signOut: async () => {
      await ask('sign-out')
      account.value = { state: 'signed-out' }
    },
    /** What can be said without a click. */
    load: async () => {
      const { shareRoot } = settings.value
      if (shareRoot !== undefined && (await check(shareRoot))) await readAccount()
    },
  }
}

export type OptionsStore = ReturnType<typeof createOptionsStore>
