import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  chromium,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  type Page,
  type Worker,
} from '@playwright/test'
import { inProject } from '../../src/project.ts'
import { withPolicy } from './chromium-policy.ts'

/** As the key in the manifest of unpacked builds makes it. */
const EXTENSION_ID = 'ihhpbehpcfgfgjgnpfemhhimkggaklpm'

const POPUP_URL = `chrome-extension://${EXTENSION_ID}/popup.html`

/** Playwright's types do not know of the domain `Extensions`. */
type BrowserSession = CDPSession & { send(method: string, parameters?: object): Promise<unknown> }

interface TargetInfo {
  targetId: string
  type: string
  url: string
}

export interface ExtensionBrowserOptions extends BrowserContextOptions {
  /** Which one below `dist/`. Only the test build may reach a host without being asked. */
  build?: readonly string[]
  /** What the hospital sets for the extension. */
  policy?: object
}

/** A Chromium with the browser extension in it, whose toolbar button can be pressed. */
export class ExtensionBrowser {
  readonly context: BrowserContext
  private readonly profile: string
  private readonly connections: Browser[] = []
  private session: BrowserSession | undefined

  private constructor(context: BrowserContext, profile: string) {
    this.context = context
    this.profile = profile
  }

  static async launch({
    build = ['test', 'chrome'],
    policy,
    ...options
  }: ExtensionBrowserOptions = {}): Promise<ExtensionBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'studylink-extension-'))
    const extension = inProject('browser-extension', 'dist', ...build)
    const program = process.env.STUDYLINK_BROWSER ?? chromium.executablePath()
    const executablePath = policy
      ? await withPolicy(program, profile, { '3rdparty': { extensions: { [EXTENSION_ID]: policy } } })
      : program
    const context = await chromium.launchPersistentContext(profile, {
      headless: true,
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
      executablePath,
      args: [
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
        '--remote-debugging-port=0',
        ...(policy || process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    // A fresh extension that nobody has set up opens its settings: what has the focus then would lose it.
    if (policy === undefined) {
      const settings = () => context.pages().find((page) => page.url().endsWith('/options.html'))
      await expect.poll(settings).toBeDefined()
      await settings()?.close()
    }
    return new ExtensionBrowser(context, profile)
  }

  async openOptions(): Promise<Page> {
    const page = await this.context.newPage()
    await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`)
    return page
  }

  /** Tells the extension where the service is, as a person does. */
  async connectTo(url: string): Promise<void> {
    const options = await this.openOptions()
    await options.getByRole('textbox', { name: 'Address', exact: true }).fill(url)
    await options.getByRole('button', { name: 'Connect' }).click()
    await expect(options.getByText('Connected to Sample Hospital')).toBeVisible()
    await options.close()
  }

  /** Presses the toolbar's button while `page` is in front, and gives the popup. */
  async pressButton(page: Page): Promise<Page> {
    await page.bringToFront()
    const session = await this.browserSession()
    const [tab] = await this.targets('tab', page.url())
    if (!tab) throw new Error(`no tab shows ${page.url()}`)
    await session.send('Extensions.triggerAction', { id: EXTENSION_ID, targetId: tab.targetId })
    return this.popup()
  }

  /** The popup that is open, or about to be: whatever opened it. */
  async popup(): Promise<Page> {
    await expect.poll(async () => (await this.targets('page', POPUP_URL)).length).toBeGreaterThan(0)
    // A connection shows what is there when it is made.
    const popup = (await this.connect())
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => one.url().startsWith(POPUP_URL))
    if (!popup) throw new Error('the popup cannot be reached')
    return popup
  }

  /** The popup for a link to a study as a page of its own: what the context menu opens where there is no toolbar. */
  async openPopupFor(address: string, size = { width: 416, height: 600 }): Promise<Page> {
    const page = await this.context.newPage()
    await page.setViewportSize(size)
    await this.showPopup(page, address)
    return page
  }

  /** Makes `page` the popup for this link. */
  async showPopup(page: Page, address: string): Promise<void> {
    const background = await this.background()
    await background.evaluate(
      (target) => chrome.storage.session.set({ target: { address: target } }),
      address,
    )
    await page.goto(`${POPUP_URL}?window`)
  }

  /** The extension's own background script. */
  async background(): Promise<Worker> {
    return this.context.serviceWorkers()[0] ?? this.context.waitForEvent('serviceworker')
  }

  async close(): Promise<void> {
    for (const connection of this.connections) await connection.close().catch(() => undefined)
    await this.context.close()
    await rm(this.profile, { recursive: true, force: true })
  }

  private async targets(type: string, url: string): Promise<TargetInfo[]> {
    const session = await this.browserSession()
    const { targetInfos } = (await session.send('Target.getTargets', { filter: [{ type }] })) as {
      targetInfos: TargetInfo[]
    }
    return targetInfos.filter((target) => target.url.startsWith(url))
  }

  private async browserSession(): Promise<BrowserSession> {
    this.session ??= (await (await this.connect()).newBrowserCDPSession()) as BrowserSession
    return this.session
  }

  private async connect(): Promise<Browser> {
    const [port] = (await readFile(join(this.profile, 'DevToolsActivePort'), 'utf8')).split('\n')
    const connection = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    this.connections.push(connection)
    return connection
  }
}
