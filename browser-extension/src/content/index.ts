import browser from 'webextension-polyfill'
import { recogniseStudies } from '../viewers/index.ts'
import { allowedOrigins, readSettings } from '../settings/settings.ts'
import css from './button.css?inline'

/** A Share button in a viewer's corner, there while the address names a study. */
const show = () => {
  const host = document.createElement('studylink-share-button')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = document.createElement('style')
  sheet.textContent = css
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = browser.i18n.getMessage('button')
  button.title = browser.i18n.getMessage('action')
  button.addEventListener('click', ({ isTrusted }) => {
    // A script of the page must not open our windows.
    if (isTrusted) void browser.runtime.sendMessage({ studylink: 'open-popup' })
  })
  root.append(sheet, button)
  const update = () => {
    host.hidden = recogniseStudies(location.href).length === 0
  }
  update()
  document.body.append(host)
  // Viewers change their address without loading a page; not every browser tells scripts of it.
  const { navigation } = globalThis as { navigation?: EventTarget }
  navigation?.addEventListener('currententrychange', update)
  window.addEventListener('popstate', update)
  window.addEventListener('hashchange', update)
}

/** Where scripts may be is told by host; what is allowed, by origin: another port of the same host is another site. */
const start = async () => {
  const settings = await readSettings(browser.storage)
  if (!allowedOrigins(settings).includes(location.origin)) return
  if (!document.querySelector('studylink-share-button')) show()
}

void start()
