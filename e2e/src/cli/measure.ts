import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, request } from '@playwright/test'
import { startBareOhif } from '../../measure/bare-ohif.ts'
import { launchOptions, viewport } from '../../measure/browser.ts'
import { measureDialog } from '../../measure/dialog.ts'
import { toJsonLine, toTable, type Figure } from '../../measure/figure.ts'
import { measureFirstImage } from '../../measure/first-image.ts'
import { MEASURE_HELP, parseMeasureOptions, type MeasureOptions } from '../../measure/options.ts'
import { measureSizes } from '../../measure/sizes.ts'
import { signInTo } from '../../tests/fixtures.ts'
import { Api } from '../../tests/pages/api.ts'
import { createProgress, type Progress } from '../process/progress.ts'
import { builds } from '../project.ts'
import { provideBrowser } from '../provision/browser.ts'
import { buildPackages } from '../provision/builds.ts'
import { sampleStudies } from '../samples/catalog.ts'
import { startStack, type Stack } from '../stack/stack.ts'
import { runCli } from './run-cli.ts'

const BROADBAND = { megabitsPerSecond: 20, latencyMs: 20 }

interface MeasureContext {
  readonly progress: Progress
  /** Ends everything. */
  readonly signal: AbortSignal
  readonly tell: (figures: readonly Figure[]) => void
}

/** What needs the stack: each measurement is told as soon as it is there. */
async function measureStack(
  stack: Stack,
  { only, samples, pairs }: MeasureOptions,
  { progress, signal, tell }: MeasureContext,
): Promise<void> {
  const executablePath = await progress.step('Getting a browser', provideBrowser)
  const baseURL = stack.publicUrl.origin
  const browser = await chromium.launch(launchOptions(executablePath))
  signal.addEventListener('abort', () => void browser.close())
  try {
    const clinician = await signInTo(browser, 'doctor', { baseURL, viewport })
    const api = new Api(await request.newContext({ baseURL }))
    const { url: link } = await api.createShare(clinician.accessToken, {
      studies: [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }],
    })
    if (only.includes('dialog')) {
      tell(await progress.step('Sharing', () => measureDialog(clinician, samples)))
    }
    // Nothing but the measured browser is to use the machine from here on.
    await browser.close()
    const bare = await startBareOhif(stack.orthanc)
    try {
      const options = { browser: executablePath, link, bareUrl: bare.url, pairs, signal }
      if (only.includes('first-image')) {
        tell(await progress.step('Opening a link', () => measureFirstImage(options)))
      }
      if (only.includes('first-image-20mbit')) {
        tell(
          await progress.step('Opening a link from afar', () =>
            measureFirstImage({ ...options, network: BROADBAND }),
          ),
        )
      }
    } finally {
      await bare.stop()
    }
  } finally {
    await browser.close()
  }
}

/** `npm run measure`: the figures that a person feels, from a stack of its own; a JSON line each, then a table. */
export const main = (args: readonly string[]) =>
  runCli(async (ending) => {
    const options = parseMeasureOptions(args)
    if (options.help) {
      console.log(MEASURE_HELP)
      return 0
    }
    const progress = createProgress(console.error, ending)
    const figures: Figure[] = []
    const tell = (some: readonly Figure[]) => {
      figures.push(...some)
      for (const figure of some) console.log(toJsonLine(figure))
    }
    if (options.only.includes('sizes')) {
      await progress.step('Building', (task) => buildPackages(builds, task))
      tell(await measureSizes())
    }
    if (options.only.some((name) => name !== 'sizes')) {
      const dataFolder = await mkdtemp(join(tmpdir(), 'studylink-measure-'))
      const stack = await startStack({ port: 0, host: '127.0.0.1', dataFolder, progress })
      try {
        await measureStack(stack, options, { progress, signal: ending, tell })
      } finally {
        await stack.stop()
        await rm(dataFolder, { recursive: true, force: true })
      }
    }
    console.log(`\n${toTable(figures)}`)
    return 0
  })
