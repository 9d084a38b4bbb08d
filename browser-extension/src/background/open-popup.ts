import browser from 'webextension-polyfill'
import { rememberTarget, type Target } from '../target.ts'

const WINDOW = { width: 460, height: 640 }

/** Opens the popup for a link or a tab: at the toolbar where the browser lets us, else as a window of its own. */
export const openPopup = async (target?: Target): Promise<void> => {
  if (target) await rememberTarget(target)
  try {
    await browser.action.openPopup()
  } catch {
    if (target) await browser.windows.create({ type: 'popup', url: 'popup.html?window', ...WINDOW })
  }
}
