import { join } from 'node:path'
import { devices } from '@playwright/test'
import { inProject } from '../src/project.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'

const { ctThorax, ctAbdomen } = sampleStudies
const studies = [{ studyInstanceUID: ctThorax.studyInstanceUID }]
const { defaultBrowserType: _, ...phone } = devices['iPhone 13']

/** The documentation's pictures: `SCREENSHOTS=docs npm test` writes them anew, else they are kept with the results. */
const picture = (name: string): string =>
  process.env.SCREENSHOTS === 'docs'
    ? inProject('docs', 'images', `${name}.png`)
    : test.info().outputPath(join('pictures', `${name}.png`))

test('pictures of the dialog, at the start and with its link', async ({ signIn }) => {
  const doctor = await signIn('doctor')
  await doctor.viewer.open([ctThorax.studyInstanceUID, ctAbdomen.studyInstanceUID])
  await doctor.viewer.expectImages()
  await doctor.viewer.shareButton.click()
  await expect(doctor.shareDialog.createButton).toBeVisible()
  await doctor.page.screenshot({ path: picture('share-dialog') })

  const { dialog } = doctor.shareDialog
  await dialog
    .getByRole('group', { name: /also open/i })
    .getByRole('checkbox')
    .check()
  await expect(dialog.getByRole('button', { name: 'Continue' })).toBeVisible()
  await doctor.page.screenshot({ path: picture('share-dialog-two-patients') })
  await dialog
    .getByRole('group', { name: /also open/i })
    .getByRole('checkbox')
    .uncheck()

  await doctor.shareDialog.createLink()
  await expect(doctor.shareDialog.qr).toBeVisible()
  await doctor.page.screenshot({ path: picture('share-link') })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`pictures of the guest page in ${colorScheme}`, async ({ browser, api, accessTokenOf }) => {
    const doctor = await accessTokenOf('doctor')
    const { share, url } = await api.createShare(doctor, { studies })
    for (const [size, options] of [
      ['phone', phone],
      ['desktop', { viewport: { width: 1280, height: 800 } }],
    ] as const) {
      const context = await browser.newContext({ ...options, colorScheme })
      const page = await context.newPage()
      const guestPage = new GuestPage(page)
      await guestPage.visit(url)
      await expect(guestPage.openButton).toBeVisible()
      await page.screenshot({ path: picture(`guest-page-${size}-${colorScheme}`) })
      await context.close()
    }
    await api.revoke(doctor, share.shareId)
    const context = await browser.newContext({ ...phone, colorScheme })
    const page = await context.newPage()
    const guestPage = new GuestPage(page)
    await guestPage.visit(url)
    await expect(guestPage.heading).toHaveText('This link has been withdrawn')
    await page.screenshot({ path: picture(`guest-page-revoked-${colorScheme}`) })
    await context.close()
  })

test('pictures of the images on a phone and on a desktop', async ({ browser, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), { studies })
  for (const [size, options] of [
    ['phone', phone],
    ['desktop', { viewport: { width: 1280, height: 800 } }],
  ] as const) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const guestPage = new GuestPage(page)
    await guestPage.visit(url)
    await guestPage.openImages()
    await new OhifViewer(page).expectImages()
    await page.screenshot({ path: picture(`viewer-${size}`) })
    await context.close()
  }
})
