import browser from 'webextension-polyfill'
import { matchPattern } from '../settings/service-address.ts'
import { allowedOrigins, type Settings } from '../settings/settings.ts'

const ID = 'in-page-button'

/** Registers the button's script where it is wanted, allowed, and granted by the person; nowhere else. */
export const syncInPageButton = async (settings: Settings): Promise<void> => {
  const registered = await browser.scripting.getRegisteredContentScripts({ ids: [ID] })
  if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [ID] })
  if (!settings.inPageButton) return
  const patterns = allowedOrigins(settings).map(matchPattern)
  const granted = await Promise.all(
    patterns.map((pattern) => browser.permissions.contains({ origins: [pattern] })),
  )
  const matches = [...new Set(patterns.filter((_pattern, index) => granted[index]))]
  if (matches.length === 0) return
  await browser.scripting.registerContentScripts([
    { id: ID, matches, js: ['content.js'], runAt: 'document_idle' },
  ])
}
