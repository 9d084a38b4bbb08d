import { signal } from '@preact/signals'
import { createShareApi } from '@studylink/share-dialog'
import browser from 'webextension-polyfill'
import { ask } from '../messages.ts'
import { matchPattern, parseServiceAddress, parseViewerOrigin } from '../settings/service-address.ts'
import {
  allowedOrigins,
  ownOrigins,
  readSettings,
  type OwnSettings,
  type Settings,
} from '../settings/settings.ts'

/** How the service's address stands. */
export type Connection =
  | { state: 'none' }
  | { state: 'bad-address' }
  | { state: 'connecting' }
  | { state: 'denied'; host: string }
  | { state: 'not-ours'; shareRoot: string }
  | { state: 'connected'; institution: string | null; host: string }

export type Account = { state: 'unknown' } | { state: 'signed-out' } | { state: 'signed-in'; name: string }

/** First thing after a click, while it counts: browsers grant nothing later. */
const request = (addresses: readonly string[]): Promise<boolean> =>
  browser.permissions.request({ origins: addresses.map(matchPattern) }).catch(() => false)

/** The options page's state and actions. */
export const createOptionsStore = (initial: Settings) => {
  const settings = signal(initial)
  const connection = signal<Connection>({ state: 'none' })
  const account = signal<Account>({ state: 'unknown' })

  /** Where the button is wanted and the browser does not let it stand yet. */
  const withoutButton = signal<readonly string[]>([])

  const readWithoutButton = async () => {
    const { inPageButton } = settings.value
    const origins = inPageButton ? allowedOrigins(settings.value) : []
    const granted = await Promise.all(
      origins.map((origin) => browser.permissions.contains({ origins: [matchPattern(origin)] })),
    )
    withoutButton.value = origins.filter((_origin, index) => !granted[index])
  }

  const save = async (change: OwnSettings) => {
    await browser.storage.local.set(change)
    settings.value = await readSettings(browser.storage)
    await readWithoutButton()
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
    if (!(await request([shareRoot]))) {
      connection.value = { state: 'denied', host: new URL(shareRoot).host }
      return
    }
    if (!(await check(shareRoot))) return
    await save({ shareRoot })
    await readAccount()
  }

  const setInPageButton = async (inPageButton: boolean) => {
    if (inPageButton) await request(allowedOrigins(settings.value))
    await save({ inPageButton })
  }

  return {
    settings,
    connection,
    account,
    withoutButton,
    connect,
    setInPageButton,
    allowButton: async () => {
      await request(withoutButton.value)
      await readWithoutButton()
    },
    /** @returns false: that is no address */
    addViewer: async (typed: string): Promise<boolean> => {
      const origin = parseViewerOrigin(typed)
      if (origin === undefined) return false
      if (settings.value.inPageButton) await request([origin])
      await save({ viewerOrigins: [...new Set([...ownOrigins(settings.value), origin])] })
      return true
    },
    removeViewer: async (origin: string) => {
      await save({ viewerOrigins: ownOrigins(settings.value).filter((other) => other !== origin) })
      const pattern = matchPattern(origin)
      const isNeeded = allowedOrigins(settings.value).map(matchPattern).includes(pattern)
      if (!isNeeded) await browser.permissions.remove({ origins: [pattern] }).catch(() => false)
    },
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
      await readWithoutButton()
      const { shareRoot } = settings.value
      if (shareRoot !== undefined && (await check(shareRoot))) await readAccount()
    },
  }
}

export type OptionsStore = ReturnType<typeof createOptionsStore>
