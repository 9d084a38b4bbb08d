import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const { ctThorax } = sampleStudies
const studies = [{ studyInstanceUID: ctThorax.studyInstanceUID }]
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** WCAG 2.0 to 2.2, A and AA, of what `within` matches. Axe looks into open shadow roots. */
const violations = async (page: Page, within: string): Promise<string[]> => {
  // Evaluated by the test's own channel, so that no page's content policy has to be loosened for it.
  await page.evaluate(await readFile(axePath, 'utf8'))
  const found = await page.evaluate(async (selector) => {
    const { axe: runner } = globalThis as unknown as { axe: typeof axe }
    const { violations: list } = await runner.run(selector, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return list.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  }, within)
  return found
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the guest page has no accessibility fault in ${colorScheme}`, async ({
    browser,
    api,
    accessTokenOf,
  }) => {
    const { url } = await api.createShare(await accessTokenOf('doctor'), { studies })
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(url)
    await expect(page.getByRole('button', { name: 'Open the images' })).toBeVisible()
    expect(await violations(page, 'body')).toEqual([])
    await page.goto('about:blank')
    await page.goto('/share/s')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open your link again')
    expect(await violations(page, 'body')).toEqual([])
    await context.close()
  })
}

test('the dialog has no accessibility fault, before and after the link is made', async ({ signIn }) => {
  const doctor = await signIn('doctor')
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.shareButton.click()
  await expect(doctor.shareDialog.createButton).toBeVisible()
  expect(await violations(doctor.page, 'studylink-share-dialog')).toEqual([])
  await doctor.shareDialog.createLink()
  await expect(doctor.shareDialog.qr).toBeVisible()
  expect(await violations(doctor.page, 'studylink-share-dialog')).toEqual([])
})
