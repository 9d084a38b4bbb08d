import { join } from 'node:path'
import { type BrowserContextOptions, devices } from '@playwright/test'
import { inProject } from '../src/project.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'

const { ctThorax, ctAbdomen, mrKnee, xrayHand } = sampleStudies
const studies = [{ studyInstanceUID: ctThorax.studyInstanceUID }]
const { defaultBrowserType: _, ...iPhone } = devices['iPhone 13']
/** Sharp enough to read, in a third of the bytes. */
const phone = { ...iPhone, deviceScaleFactor: 1.5 }
const desktop = { viewport: { width: 1280, height: 800 } }

/** The looks that people have. Their texts differ: what is pressed is found by where it stands. */
const looks = {
  light: desktop,
  dark: { ...desktop, colorScheme: 'dark' },
  phone,
  arabic: { ...phone, locale: 'ar' },
} as const satisfies Record<string, BrowserContextOptions>
const HISTORY = 2

/** Nothing is caught while it comes in. */
test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** The documentation's pictures: `SCREENSHOTS=docs npm test` writes them anew, else they are kept with the results. */
const picture = (name: string): string =>
  process.env.SCREENSHOTS === 'docs' ? inProject('docs', 'images', `${name}.png`) : lookedAt(name)

/** A picture that no page shows: to be looked at with the results. */
const lookedAt = (name: string): string => test.info().outputPath(join('pictures', `${name}.png`))

test('pictures of the dialog, at the start and with its link', async ({ signIn }) => {
  const doctor = await signIn('doctor')
  await doctor.page.setViewportSize({ width: 1060, height: 860 })
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
    for (const [size, options] of Object.entries({ phone, desktop })) {
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
  // Grey noise is what weighs: no more of it than shows where everything is.
  const small = {
    phone: { ...phone, deviceScaleFactor: 1 },
    desktop: { viewport: { width: 960, height: 640 } },
  }
  for (const [size, options] of Object.entries(small)) {
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

test('pictures of «my shares», of a history and of a link’s panel', async ({
  backAgain,
  api,
  accessTokenOf,
}) => {
  // Of whom no other picture is: the list is what it is on any day.
  const external = await accessTokenOf('external')
  const of = (study: { studyInstanceUID: string }) => ({ studyInstanceUID: study.studyInstanceUID })
  await api.createShare(external, { studies: [of(ctAbdomen)], recipient: 'Dr Lund, surgery', maxOpens: 3 })
  const locked = await api.createShare(external, {
    studies: [of(ctAbdomen), of(xrayHand)],
    recipient: 'Prof. Dr Maximiliana Friederike von Hohenzollern-Sigmaringen, second opinion',
    pin: '471100',
  })
  for (let tries = 0; tries < 10; tries += 1) await api.openWithPin(locked.url, '000000')
  const { share, url } = await api.createShare(external, {
    studies: [of(xrayHand)],
    recipient: 'Dr Berg, hand surgery',
    pin: '471100',
  })
  await api.openWithPin(url, '000000')
  await api.openWithPin(url, '471100')
  await api.change(external, share.shareId, { expiresInSeconds: 30 * 86_400, allowDownload: true })
  for (const [look, options] of Object.entries(looks)) {
    const { page, myShares } = await backAgain('external', options)
    await page.goto('/share/')
    await expect(myShares.row('Dr Lund')).toContainText('SPECIMEN')
    await page.screenshot({ path: picture(`my-shares-${look}`) })
    const buttons = myShares.row('Dr Berg').getByRole('button')
    await buttons.nth(HISTORY).click()
    await expect(myShares.drawer.getByRole('listitem')).toHaveCount(4)
    await page.screenshot({ path: picture(`history-${look}`) })
    await page.keyboard.press('Escape')
    await buttons.first().click()
    await expect(myShares.drawer.getByRole('img')).toBeVisible()
    await page.screenshot({ path: lookedAt(`link-panel-${look}`) })
  }
})

test('pictures of sharing as a page, of the PIN that a guest is asked for, and of the hand-out', async ({
  backAgain,
  browser,
}) => {
  for (const [look, options] of Object.entries(looks)) {
    const { page } = await backAgain('doctor', options)
    const dialog = page.getByRole('dialog')
    await page.addInitScript(() => {
      globalThis.print = () => document.documentElement.toggleAttribute('data-printing', true)
    })
    await page.goto(`/share/new?studies=${mrKnee.studyInstanceUID}`)
    await dialog.locator('summary').click()
    await dialog.locator('.more input[type=checkbox]').first().check()
    await dialog.locator('#pin').fill('471100')
    await dialog.locator('#note').fill('Please bring this to your appointment')
    await page.screenshot({ path: picture(`share-options-${look}`), fullPage: true, scale: 'css' })
    await dialog.locator('.button-primary').click()
    await expect(dialog.locator('#link')).toHaveValue(/#/)
    await dialog.locator('.qr-actions button').first().click()
    await page.screenshot({ path: lookedAt(`qr-large-${look}`) })
    const link = await dialog.locator('#link').inputValue()
    await dialog.locator('.pass-on button').last().click()
    await dialog.locator('.panel .button-primary').click()
    await expect(page.locator('html[data-printing]')).toBeAttached()
    await page.emulateMedia({ media: 'print' })
    // A4 at 96 dots an inch, with the margins that a printer leaves.
    await page.setViewportSize({ width: 794, height: 1123 })
    await page.locator('body').evaluate((body) => {
      body.style.margin = '15mm'
    })
    const isOnlyOne = look === 'light' || look === 'arabic'
    await page.screenshot({ path: (isOnlyOne ? picture : lookedAt)(`hand-out-${look}`), scale: 'css' })

    const context = await browser.newContext(options)
    const guestPage = new GuestPage(await context.newPage())
    await guestPage.visit(link)
    await expect(guestPage.page.locator('#pin')).toBeVisible()
    await guestPage.page.screenshot({ path: picture(`guest-page-pin-${look}`) })
    await context.close()
  }
})
