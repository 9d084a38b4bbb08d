import { expect, type Locator, type Page } from '@playwright/test'

/** A stock OHIF with our extension, as clinician or as guest. */
export class OhifViewer {
  readonly page: Page
  readonly shareButton: Locator
  readonly toolbar: Locator

  constructor(page: Page) {
    this.page = page
    this.shareButton = page.getByRole('button', { name: 'Share', exact: true })
    this.toolbar = page.locator('[data-cy="Layout"]')
  }

  async open(studyInstanceUIDs: readonly string[]): Promise<void> {
    await this.page.goto(`ohif/viewer?StudyInstanceUIDs=${studyInstanceUIDs.join(',')}`)
  }

  /** The study list with this study in it: the last thing to come when OHIF has signed in again. */
  async expectListed(studyDescription: string): Promise<void> {
    await expect(this.page.getByText(studyDescription)).toBeVisible({ timeout: 60_000 })
  }

  /** By the menu at the end of the toolbar, whose button has no name. */
  async logOut(): Promise<void> {
    await this.page.locator('button[aria-haspopup=menu]').filter({ visible: true }).last().click()
    await this.page.getByRole('menuitem', { name: 'Logout' }).click()
  }

  /** Real pixels: every viewport says it is rendered, and the middle of the first canvas is not black. */
  async expectImages(): Promise<void> {
    await expect
      .poll(
        // OHIF goes through its sign-in's pages first: an evaluation may end with the page it began in.
        () => this.page.evaluate(middleBrightness).catch(() => 0),
        { timeout: 60_000, message: 'an image on screen' },
      )
      .toBeGreaterThan(10)
  }
}

/** Runs in the page: 0 until all viewports are rendered, then the brightness of the first canvas' middle. */
function middleBrightness(): number {
  interface Cornerstone {
    getRenderingEngines(): { getViewports(): { viewportStatus: string }[] }[] | undefined
  }
  const cornerstone = (globalThis as { cornerstone?: Cornerstone }).cornerstone
  const viewports = cornerstone?.getRenderingEngines()?.flatMap((engine) => engine.getViewports()) ?? []
  const canvas = document.querySelector<HTMLCanvasElement>('.cornerstone-canvas')
  if (!canvas || viewports.length === 0 || viewports.some((v) => v.viewportStatus !== 'rendered')) return 0
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  const context = copy.getContext('2d')
  if (!context || canvas.width === 0) return 0
  context.drawImage(canvas, 0, 0)
  const [red = 0, green = 0, blue = 0] = context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data
  return Math.max(red, green, blue)
}
