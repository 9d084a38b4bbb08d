import '@studylink/share-dialog/tokens.css'
import '../design/page.css'
import './options.css'
import { render } from 'preact'
import browser from 'webextension-polyfill'
import { loadTranslator } from '../i18n/extension-translator.ts'
import { readSettings } from '../settings/settings.ts'
import { createOptionsStore } from './options-store.ts'
import { Options } from './Options.tsx'

const start = async () => {
  const [t, settings, commands] = await Promise.all([
    loadTranslator(),
    readSettings(browser.storage),
    browser.commands.getAll(),
  ])
  document.documentElement.lang = t.language
  document.documentElement.dir = t.direction
  document.title = t.text('options.title')
  const root = document.getElementById('options')
  if (!root) return
  const store = createOptionsStore(settings)
  const shortcut = commands.find(({ name }) => name === '_execute_action')?.shortcut
  render(<Options store={store} t={t} keys={shortcut || 'Alt+Shift+S'} />, root)
  await store.load()
}

void start()
