import { devices, type Page } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'

/** One finger from the middle downwards, as Chromium's own input: synthetic events would not reach the viewer. */
const swipeDown = async (page: Page, { x, y, width, height }: Box) => {
  const devtools = await page.context().newCDPSession(page)
  const finger = { x: x + width / 2, y: y + height / 2 }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger] })
  for (let step = 1; step <= 12; step += 1)
    await devtools.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: [{ x: finger.x, y: finger.y + step * 12 }],
    })
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

const { defaultBrowserType: _, ...phone } = devices['iPhone 13']

test('a guest opens the images on a phone and scrolls them by touch', async ({
  browser,
  api,
  accessTokenOf,
}) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }],
  })
  const context = await browser.newContext({ ...phone })
  const page = await context.newPage()
  const guestPage = new GuestPage(page)
  await guestPage.visit(url)
  await guestPage.openImages()
  const viewer = new OhifViewer(page)
  await viewer.expectImages()

  const canvas = page.locator('.cornerstone-canvas').first()
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the image is not on the screen')
  // The image has the screen but for the rail of the closed side panel.
  expect(box.width).toBeGreaterThan(340)
  expect(box.height).toBeGreaterThan(350)

  const place = page.getByText(/^I:/).locator('..')
  await expect(place).toContainText('(1/60)')
  await swipeDown(page, box)
  await expect(place).not.toContainText('(1/60)')
  await context.close()
})
