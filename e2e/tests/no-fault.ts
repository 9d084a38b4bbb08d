import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type axe from 'axe-core'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** WCAG 2.0 to 2.2, A and AA, and good practice. Axe looks into open shadow roots. */
const violations = async (page: Page, within: string): Promise<string[]> => {
  // Evaluated by the test's own channel, so that no page's content policy has to be loosened for it.
  await page.evaluate(await readFile(axePath, 'utf8'))
  return page.evaluate(async (selector) => {
    const { axe: runner } = globalThis as unknown as { axe: typeof axe }
    const { violations: list } = await runner.run(selector, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return list.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  }, within)
}

/** What is on the page now has no fault, in light and in dark. */
export const expectNoFault = async (page: Page, state: string, within = 'body') => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect.soft(await violations(page, within), `${state}, ${colorScheme}`).toEqual([])
  }
}
