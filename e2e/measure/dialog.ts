import type { Page } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import type { ClinicianBrowser } from '../tests/fixtures.ts'
import { inPageScript } from './browser.ts'
import { percentile, type Figure } from './figure.ts'

const fromClickTo = (page: Page, condition: 'dialogUsable' | 'linkShown'): Promise<number> =>
  page.evaluate(`studyLinkMeasure.fromClickTo('${condition}')`)

const figures = (name: string, samples: readonly number[], bars: { p50?: number; p95?: number }): Figure[] =>
  ([50, 95] as const).map((share) => {
    const bar = bars[`p${share}`]
    return {
      name: `${name}, p${share}`,
      value: percentile(samples, share / 100),
      unit: 'ms',
      ...(bar === undefined ? {} : { bar }),
      samples,
    }
  })

/** One clinician shares the same study again and again, in one page that stays open. */
export async function measureDialog(
  { page, viewer, shareDialog }: ClinicianBrowser,
  samples: number,
): Promise<Figure[]> {
  await page.addInitScript(inPageScript)
  await viewer.open([sampleStudies.ctThorax.studyInstanceUID])
  await viewer.shareButton.waitFor()
  await page.locator('.cornerstone-canvas').first().waitFor()
  await page.waitForLoadState('networkidle')
  const opening: number[] = []
  const creating: number[] = []
  for (let count = 0; count < samples; count++) {
    const usable = fromClickTo(page, 'dialogUsable')
    await viewer.shareButton.click()
    opening.push(await usable)
    const shown = fromClickTo(page, 'linkShown')
    await shareDialog.createButton.click()
    creating.push(await shown)
    await shareDialog.copyButton.click()
    // A link that was not passed on yet would keep the dialog open.
    await shareDialog.dialog.getByRole('button', { name: 'Copied' }).waitFor()
    await page.keyboard.press('Escape')
    await shareDialog.dialog.waitFor({ state: 'detached' })
  }
  return [
    ...figures('click on Share → dialog usable', opening, { p50: 100 }),
    ...figures('click on Create → link on screen', creating, { p95: 300 }),
  ]
}
