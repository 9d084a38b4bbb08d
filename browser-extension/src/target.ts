import browser from 'webextension-polyfill'

/** What the popup is opened for, when it is not simply the tab in front: for this browser session, in memory. */
export type Target = { tabId: number } | { address: string }

const KEY = 'target'

export const rememberTarget = (target: Target) => browser.storage.session.set({ [KEY]: target })

/** Gives it once: the next popup is for the tab in front again. */
export const takeTarget = async (): Promise<Target | undefined> => {
  const { [KEY]: target } = await browser.storage.session.get(KEY)
  if (target !== undefined) await browser.storage.session.remove(KEY)
  return target as Target | undefined
}
