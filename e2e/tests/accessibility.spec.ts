import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { expectNoFault } from './no-fault.ts'
import { GuestPage } from './pages/guest-page.ts'

const { ctThorax, ctAbdomen } = sampleStudies
const studies = [{ studyInstanceUID: ctThorax.studyInstanceUID }]
const newShare = `/share/new?studies=${ctThorax.studyInstanceUID}`

/** Colours that are still changing would be judged on their way. */
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('the guest page has no accessibility fault, from the start to the downloads', async ({
  browser,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const guestPage = new GuestPage(page)
  const { url: plain } = await api.createShare(doctor, { studies })
  await guestPage.visit(plain)
  await expect(guestPage.openButton).toBeVisible()
  await expectNoFault(page, 'start')

  const note = 'Please bring this to your appointment'
  const { url } = await api.createShare(doctor, { studies, pin: '471100', note, allowDownload: true })
  await page.goto('about:blank')
  await guestPage.visit(url)
  const pin = page.getByRole('textbox', { name: 'PIN' })
  await expect(pin).toBeVisible()
  await expectNoFault(page, 'PIN asked')
  await pin.fill('000000')
  await guestPage.openButton.click()
  await expect(page.locator('#pin-hint')).toContainText('This PIN is wrong')
  await expectNoFault(page, 'wrong PIN')
  await pin.fill('471100')
  await guestPage.openButton.click()
  await expect(page.getByRole('link', { name: /Download/ })).toBeVisible()
  await expectNoFault(page, 'opened, with a note and a download')
  await context.close()
})

test('the guest page has no accessibility fault on any link that does not open', async ({ guest }) => {
  const { page, guestPage } = guest
  await page.goto('/share/s')
  await expect(guestPage.heading).toHaveText('Open your link again')
  await expectNoFault(page, 'no code')
  // Whether the service answers so is proven elsewhere; here it is the page that counts.
  let code: string | undefined
  await page.route('**/share/api/guest/preview', (route) =>
    code === undefined
      ? route.abort()
      : route.fulfill({ status: 410, json: { code }, contentType: 'application/problem+json' }),
  )
  for (const [answer, heading] of [
    ['link-unknown', 'This link is not valid'],
    ['link-expired', 'This link has ended'],
    ['link-revoked', 'This link has been withdrawn'],
    ['link-exhausted', 'This link has been used up'],
    ['link-locked', 'This link is locked'],
    ['study-gone', 'These images are no longer available'],
    ['too-many-requests', 'Too many attempts'],
    ['store-unavailable', 'Not available at the moment'],
    [undefined, 'No connection'],
  ] as const) {
    code = answer
    await page.goto('about:blank')
    await guestPage.visit('/share/s#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
    await expect(guestPage.heading).toHaveText(heading)
    await expectNoFault(page, heading)
  }
})

test('the dialog over the viewer has no accessibility fault, before and after the link is made', async ({
  signIn,
}) => {
  const doctor = await signIn('doctor')
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.shareButton.click()
  await expect(doctor.shareDialog.createButton).toBeVisible()
  await expectNoFault(doctor.page, 'start', 'studylink-share-dialog')
  await doctor.shareDialog.createLink()
  await expect(doctor.shareDialog.qr).toBeVisible()
  await expectNoFault(doctor.page, 'link made', 'studylink-share-dialog')
})

test('sharing as a page of its own has no accessibility fault in any of its steps, nor has the hand-out', async ({
  backAgain,
}) => {
  const { page, shareDialog } = await backAgain('doctor', { viewport: { width: 390, height: 844 } })
  const { dialog, createButton } = shareDialog
  await page.addInitScript(() => {
    globalThis.print = () => document.documentElement.toggleAttribute('data-printing', true)
  })
  await page.goto('/share/new')
  await expect(page.getByText(/names no study/)).toBeVisible()
  await expectNoFault(page, 'no study')
  await page.goto(`${newShare},${ctAbdomen.studyInstanceUID}`)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Tick the box')
  await expectNoFault(page, 'two patients, not confirmed')

  await page.goto(newShare)
  await expect(createButton).toBeVisible()
  await expectNoFault(page, 'start')
  await shareDialog.askForPin('1')
  await createButton.click()
  await expect(dialog.getByRole('alert')).toContainText('A PIN has 4 to 12 digits')
  await expectNoFault(page, 'more options, with a fault')
  await page.route(
    '**/share/api/shares',
    (route) => route.fulfill({ status: 503, json: { code: 'orthanc-unavailable' } }),
    {
      times: 1,
    },
  )
  await dialog.getByRole('textbox', { name: 'PIN' }).fill('471100')
  await createButton.click()
  await expect(dialog.getByRole('heading', { name: 'No link was created' })).toBeVisible()
  await expectNoFault(page, 'error')
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(shareDialog.qr).toBeVisible()
  await expectNoFault(page, 'link made')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expectNoFault(page, 'not passed on')
  await dialog.getByRole('button', { name: 'Enlarge' }).click()
  await shareDialog.emailButton.click()
  await expectNoFault(page, 'e-mail')

  await shareDialog.printIn('العربية')
  await expect(page.locator('html[data-printing]')).toBeAttached()
  await page.emulateMedia({ media: 'print' })
  await expectNoFault(page, 'hand-out', 'studylink-hand-out')
})

test('«my shares» has no accessibility fault: list, nothing found, everything that opens', async ({
  backAgain,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const { page, myShares } = await backAgain('admin')
  const stamp = `axe ${Date.now()}`
  const { share } = await api.createShare(doctor, {
    studies,
    recipient: `${stamp} a`,
    pin: '471100',
  })
  const { url } = await api.createShare(doctor, {
    studies,
    recipient: `${stamp} b`,
    pin: '471100',
  })
  for (let tries = 0; tries < 10; tries += 1) await api.openWithPin(url, '000000')
  const ended = await api.createShare(doctor, { studies, recipient: `${stamp} c` })
  await api.revoke(doctor, ended.share.shareId)
  await api.change(doctor, share.shareId, { maxOpens: 3 })

  await myShares.open()
  await myShares.search.fill(stamp)
  await myShares.show.selectOption({ label: 'All links' })
  await myShares.whose.selectOption({ label: 'Everybody’s' })
  await expect(myShares.rows).toHaveCount(3)
  await expectNoFault(page, 'list')
  for (const [row, panel] of [
    ['a', 'Link, QR, print'],
    ['b', 'Change'],
    ['b', 'History'],
    ['a', 'End link'],
  ] as const) {
    await myShares.openPanel(myShares.row(`${stamp} ${row}`), panel)
    await expect(myShares.drawer.getByRole('progressbar')).toHaveCount(0)
    if (panel === 'History') await expect(myShares.drawer.getByRole('listitem')).toHaveCount(12)
    if (panel === 'Link, QR, print') await expect(myShares.passOn.qr).toBeVisible()
    await expectNoFault(page, panel)
    await myShares.closeDrawer()
  }
  await myShares.row(`${stamp} a`).getByRole('button', { name: 'Links of this person' }).click()
  await page.getByRole('button', { name: 'End all of these' }).click()
  await expect(page.getByRole('group', { name: 'End all of these' })).toBeVisible()
  await expectNoFault(page, 'end all?')
  await myShares.search.fill(`${stamp} z`)
  await expect(page.getByText('There are no such links.')).toBeVisible()
  await expectNoFault(page, 'nothing found')
  await page.route('**/share/api/shares?*', (route) =>
    route.fulfill({ status: 503, json: { code: 'store-unavailable' } }),
  )
  await myShares.show.selectOption({ label: 'Ended links' })
  await expect(page.getByRole('alert')).toContainText('The list could not be read')
  await expectNoFault(page, 'not readable')
})

test('the page of whoever is signed out has no accessibility fault', async ({ page }) => {
  await page.goto('/share/')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expectNoFault(page, 'signed out')
})
