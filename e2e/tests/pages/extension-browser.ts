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
} from '@playwright/test'
import { inProject } from '../../src/project.ts'

/** As the key in the manifest of unpacked builds makes it. */
const EXTENSION_ID = 'ihhpbehpcfgfgjgnpfemhhimkggaklpm'

interface TargetInfo {
  targetId: string
  type: string
  url: string
}

/** A Chromium with the browser extension in it, whose toolbar button can be pressed. */
export class ExtensionBrowser {
  readonly context: BrowserContext
  private readonly profile: string
  private readonly connections: Browser[] = []

  private constructor(context: BrowserContext, profile: string) {
    this.context = context
    this.profile = profile
  }

  static async launch(options: BrowserContextOptions = {}): Promise<ExtensionBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'studylink-extension-'))
    const extension = inProject('browser-extension', 'dist', 'test', 'chrome')
    const executablePath = process.env.STUDYLINK_BROWSER
    const context = await chromium.launchPersistentContext(profile, {
      headless: true,
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
        '--remote-debugging-port=0',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    // A fresh extension opens its settings: whatever has the focus then would lose it.
    const settings = () => context.pages().find((page) => page.url().endsWith('/options.html'))
    await expect.poll(settings).toBeDefined()
    await settings()?.close()
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
    const before = await this.connect()
    const session = (await before.newBrowserCDPSession()) as CDPSession & {
      send(method: string, parameters?: object): Promise<unknown>
    }
    const targets = async (type: string, url: string) => {
      const { targetInfos } = (await session.send('Target.getTargets', { filter: [{ type }] })) as {
        targetInfos: TargetInfo[]
      }
      return targetInfos.filter((target) => target.url.startsWith(url))
    }
    const [tab] = await targets('tab', page.url())
    if (!tab) throw new Error(`no tab shows ${page.url()}`)
    await session.send('Extensions.triggerAction', { id: EXTENSION_ID, targetId: tab.targetId })
    const popupUrl = `chrome-extension://${EXTENSION_ID}/popup.html`
    await expect.poll(async () => (await targets('page', popupUrl)).length).toBeGreaterThan(0)
    const connection = await this.connect()
    const popup = connection
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => one.url().startsWith(popupUrl))
    if (!popup) throw new Error('the popup cannot be reached')
    return popup
  }

  async close(): Promise<void> {
    for (const connection of this.connections) await connection.close().catch(() => undefined)
    await this.context.close()
    await rm(this.profile, { recursive: true, force: true })
  }

  private async connect(): Promise<Browser> {
    const [port] = (await readFile(join(this.profile, 'DevToolsActivePort'), 'utf8')).split('\n')
    const connection = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    this.connections.push(connection)
    return connection
  }
}
