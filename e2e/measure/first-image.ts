import type { BrowserContext, Page } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { GuestPage } from '../tests/pages/guest-page.ts'
import { inFreshBrowser, inPageScript } from './browser.ts'
import { median, type Figure } from './figure.ts'

export interface FirstImageOptions {
  readonly browser: string
  /** A guest's link to the sample study. */
  readonly link: string
  /** Where OHIF runs without StudyLink. */
  readonly bareUrl: string
  readonly pairs: number
  readonly signal: AbortSignal
  /** How far away both are; absent: the same machine. */
  readonly network?: { readonly megabitsPerSecond: number; readonly latencyMs: number }
}

/** The guest reads for as long as fetching ahead takes, and no longer than this. */
const READING_MS = 60_000
/** Later than this, no image will come: the stack is broken. */
const IMAGE_MS = 60_000

async function openPage(context: BrowserContext, { network }: FirstImageOptions): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.addInitScript(inPageScript)
  if (!network) return page
  const bytesPerSecond = (network.megabitsPerSecond * 1_000_000) / 8
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: network.latencyMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  })
  return page
}

/** Milliseconds from the click, or from asking for the page, until the first image was on screen. */
async function untilFirstImage(page: Page): Promise<number> {
  const measured = await page.waitForFunction(readMeasured, undefined, { timeout: IMAGE_MS })
  return measured.jsonValue()
}

/** Runs in the viewer: 0 until the page itself has noted its first image. */
const readMeasured = (): number => {
  const { studyLinkMeasure: measured } = globalThis as {
    studyLinkMeasure?: { from: number; image: number | undefined }
  }
  return measured?.image === undefined ? 0 : measured.image - measured.from
}

/** Runs in the guest page. */
const hasFetchedAhead = () => performance.getEntriesByName('studylink:fetched-ahead').length > 0

const asGuest = (options: FirstImageOptions): Promise<number> =>
  inFreshBrowser(options, async (context) => {
    const page = await openPage(context, options)
    const guestPage = new GuestPage(page)
    await guestPage.visit(options.link)
    await guestPage.openButton.waitFor()
    await page.waitForFunction(hasFetchedAhead, undefined, { timeout: READING_MS })
    await guestPage.openImages()
    return untilFirstImage(page)
  })

const inBareOhif = (options: FirstImageOptions): Promise<number> =>
  inFreshBrowser(options, async (context) => {
    const page = await openPage(context, options)
    await page.goto(
      `${options.bareUrl}/ohif/viewer?StudyInstanceUIDs=${sampleStudies.ctThorax.studyInstanceUID}`,
    )
    return untilFirstImage(page)
  })

/** A guest and bare OHIF in turns, each in a browser that has seen neither, so that both meet the same machine. */
export async function measureFirstImage(options: FirstImageOptions): Promise<Figure[]> {
  const guest: number[] = []
  const bare: number[] = []
  for (let pair = 0; pair < options.pairs; pair++) {
    if (pair % 2 === 0) guest.push(await asGuest(options))
    bare.push(await inBareOhif(options))
    if (pair % 2 === 1) guest.push(await asGuest(options))
  }
  const { network } = options
  const where = network ? `${network.megabitsPerSecond} Mbit/s, ${network.latencyMs} ms` : 'loopback'
  return [
    { name: `guest's click → first image, ${where}`, value: median(guest), unit: 'ms', samples: guest },
    { name: `bare OHIF, cold → first image, ${where}`, value: median(bare), unit: 'ms', samples: bare },
    { name: `guest against bare OHIF, ${where}`, value: median(guest) / median(bare), unit: '×', bar: 0.8 },
  ]
}
