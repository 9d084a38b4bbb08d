import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, type Browser, type Page } from 'puppeteer-core'
import { findCommand } from '../../src/process/find-command.ts'
import { inProject } from '../../src/project.ts'

/** Fixed for the tests; elsewhere each installation has one of its own. */
const HOST = '5b1f8a40-2c6e-4a39-9a3e-7d2f4c1b8e60'
const EXTENSION_ID = 'browser-extension@studylink'

/** Undefined: there is none on this machine. */
export const firefoxProgram = (): string | undefined => findCommand('firefox-esr', 'firefox')

/** Firefox reads managed storage from the person's home as well as from policies, which only root can set. */
const homeWith = async (data: object): Promise<string> => {
  const home = await mkdtemp(join(tmpdir(), 'studylink-firefox-home-'))
  const folder = join(home, '.mozilla', 'managed-storage')
  await mkdir(folder, { recursive: true })
  const manifest = { name: EXTENSION_ID, description: 'StudyLink', type: 'storage', data }
  await writeFile(join(folder, `${EXTENSION_ID}.json`), JSON.stringify(manifest))
  return home
}

/** A Firefox with the browser extension in it. */
export class ExtensionFirefox {
  readonly browser: Browser

  private constructor(browser: Browser) {
    this.browser = browser
  }

  /** @param managed what the hospital sets for the extension */
  static async launch(executablePath: string, managed?: object): Promise<ExtensionFirefox> {
    const home = managed && (await homeWith(managed))
    const browser = await launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      ...(home !== undefined && { env: { ...process.env, HOME: home } }),
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: {
        'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: HOST }),
        // A click grants at once, as when the person allows what the browser asks.
        'extensions.webextOptionalPermissionPrompts': false,
      },
    })
    await browser.installExtension(inProject('browser-extension', 'dist', 'firefox'))
    if (home !== undefined)
      browser.once('disconnected', () => void rm(home, { recursive: true, force: true }))
    return new ExtensionFirefox(browser)
  }

  /** Firefox tells no end of navigating to an extension's page: whoever opens one waits for what is on it. */
  async open(file: string): Promise<Page> {
    const page = await this.browser.newPage()
    page.goto(`moz-extension://${HOST}/${file}`).catch(() => undefined)
    return page
  }

  /** The popup for a link to a study, as the context menu opens it. */
  async openPopupFor(page: Page, address: string): Promise<Page> {
    await page.evaluate(async (target) => {
      const { browser } = globalThis as unknown as {
        browser: { storage: { session: { set(items: object): Promise<void> } } }
      }
      await browser.storage.session.set({ target: { address: target } })
    }, address)
    return this.open('popup.html?window')
  }
}
