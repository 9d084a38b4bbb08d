import browser from 'webextension-polyfill'
import { matchPattern } from '../settings/service-address.ts'
import { allowedOrigins, type Settings } from '../settings/settings.ts'
import { openPopup } from './open-popup.ts'

const ID = 'share-link'

/** «Share this study» on links to studies, on allowed origins only. */
export const syncMenu = async (settings: Settings): Promise<void> => {
  await browser.contextMenus.removeAll()
  const targetUrlPatterns = allowedOrigins(settings).map(matchPattern)
  if (targetUrlPatterns.length === 0) return
  const title = browser.i18n.getMessage('action')
  browser.contextMenus.create({ id: ID, title, contexts: ['link'], targetUrlPatterns })
}

export const listenToMenu = () =>
  browser.contextMenus.onClicked.addListener(({ menuItemId, linkUrl }) => {
    if (menuItemId === ID && linkUrl !== undefined) void openPopup({ address: linkUrl })
  })
