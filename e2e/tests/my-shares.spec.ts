import { readFile } from 'node:fs/promises'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { MyShares } from './pages/my-shares.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { readQr } from './read-qr.ts'

const { ctThorax, mrHead } = sampleStudies
const studies = [{ studyInstanceUID: ctThorax.studyInstanceUID }]

test('ending a link asks first, and ends what a guest has open', async ({ backAgain, api }) => {
  const doctor = await backAgain('doctor')
  const recipient = `Dr Berg ${Date.now()}`
  const { url } = await api.createShare(doctor.accessToken, { studies, recipient })
  const guestToken = await api.openAsGuest(url, 'my-shares-spec-0001')
  const path = `/dicom-web/studies/${ctThorax.studyInstanceUID}/metadata`
  const asGuest = async () => (await api.orthanc(guestToken, 'GET', path)).status()

  const shares = doctor.myShares
  await shares.open()
  const row = shares.row(recipient)
  await expect(row.getByText('Opened 1 time')).toBeVisible()
  await shares.openPanel(row, 'End link')
  await expect(shares.drawer.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await doctor.page.keyboard.press('Enter')
  await expect(shares.drawer).toBeHidden()
  await expect(row.getByText('Works', { exact: true })).toBeVisible()
  expect(await asGuest()).toBe(200)

  await shares.openPanel(row, 'End link')
  await shares.drawer.getByRole('button', { name: 'End it' }).click()
  await expect(row.getByText('Withdrawn')).toBeVisible()
  await expect.poll(asGuest, { timeout: 1000 }).toBe(401)
})

test('a long list is searched, filtered by what still works, and read page by page', async ({
  backAgain,
  api,
}) => {
  const doctor = await backAgain('doctor')
  const clinic = `Clinic ${Date.now()}`
  const numbers = Array.from({ length: 27 }, (_, index) => index + 1)
  const created = await Promise.all(
    numbers.map((number) =>
      api.createShare(doctor.accessToken, { studies, recipient: `${clinic} room ${number}.` }),
    ),
  )
  await api.revoke(doctor.accessToken, created[4]?.share.shareId ?? '')

  const shares = doctor.myShares
  await shares.open()
  await shares.search.fill(`${clinic} room 27.`)
  await expect(shares.rows).toHaveCount(1)
  await shares.search.fill(clinic)
  await expect(shares.rows).toHaveCount(25)
  await shares.moreButton.click()
  await expect(shares.rows).toHaveCount(26)
  await expect(shares.moreButton).toBeHidden()
  await shares.show.selectOption({ label: 'Ended links' })
  await expect(shares.rows).toHaveCount(1)
  await expect(shares.row('room 5.')).toContainText('Withdrawn')
  await shares.show.selectOption({ label: 'All links' })
  await expect(shares.rows).toHaveCount(25)
  await shares.search.fill(`${clinic} room 99.`)
  await expect(doctor.page.getByText('There are no such links.')).toBeVisible()
})

test('an owner finds their links of one study', async ({ backAgain, api }) => {
  const doctor = await backAgain('doctor')
  const stamp = Date.now()
  const other = [{ studyInstanceUID: mrHead.studyInstanceUID }]
  await api.createShare(doctor.accessToken, { studies, recipient: `One ${stamp}` })
  await api.createShare(doctor.accessToken, { studies: other, recipient: `Other ${stamp}` })
  const { page, myShares: shares } = doctor
  await shares.open()
  await shares.search.fill(String(stamp))
  await expect(shares.rows).toHaveCount(2)
  await shares.row(`One ${stamp}`).getByRole('button', { name: 'Links of this study' }).click()
  await expect(shares.rows).toHaveCount(1)
  await expect(shares.row(`One ${stamp}`)).toBeVisible()
  // That is for administrators.
  await expect(page.getByRole('button', { name: 'End all of these' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Show all again' }).click()
  await expect(shares.rows).toHaveCount(2)
})

test('a link that wrong PINs have locked is unlocked and changed, and its history tells it all', async ({
  backAgain,
  api,
  guest,
}) => {
  const doctor = await backAgain('doctor')
  const recipient = `Dr Lund ${Date.now()}`
  const { url } = await api.createShare(doctor.accessToken, { studies, recipient, pin: '471100' })
  for (let tries = 0; tries < 10; tries += 1) await api.openWithPin(url, '000000')
  const { guestPage } = guest
  await guestPage.visit(url)
  await expect(guestPage.heading).toHaveText('This link is locked')

  const shares = doctor.myShares
  await shares.open()
  const row = shares.row(recipient)
  await expect(row.getByText('Locked', { exact: true })).toBeVisible()
  await shares.openPanel(row, 'Change')
  await shares.drawer.getByRole('button', { name: 'Unlock' }).click()
  await expect(shares.drawer.getByText('The link works again: 10 more PINs may be tried.')).toBeVisible()
  const end = await row.getByText(/^Until/).textContent()
  await shares.drawer.getByRole('radio', { name: '90 days' }).check()
  await shares.drawer.getByRole('button', { name: 'Save' }).click()
  await expect(shares.drawer.getByText(/^Saved\./)).toBeVisible()
  await shares.closeDrawer()
  await expect(row.getByText('Works', { exact: true })).toBeVisible()
  await expect(row.getByText(/^Until/)).not.toHaveText(end ?? '')
  expect((await api.openWithPin(url, '471100')).status()).toBe(200)

  await shares.openPanel(row, 'History')
  const events = shares.drawer.getByRole('listitem')
  await expect(events).toHaveCount(15)
  for (const [index, text] of ['Opened', 'Changed: end', 'Unlocked', 'Locked', 'Wrong PIN'].entries())
    await expect(events.nth(index)).toContainText(text)
  await expect(events.first()).toContainText('Guest, 127.0.0.0/24')
  await expect(events.last()).toContainText('Created')
  await expect(events.last()).toContainText('Dora Doctor')
  const [download] = await Promise.all([
    doctor.page.waitForEvent('download'),
    shares.drawer.getByRole('button', { name: 'Save as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^share-[\w-]{14}\.csv$/)
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines).toHaveLength(16)
  expect(lines.filter((line) => line.includes('pin-wrong'))).toHaveLength(10)
})

test('the link of several studies is copied, scanned and printed again', async ({ backAgain, api }) => {
  const doctor = await backAgain('doctor')
  const recipient = `Dr Holm ${Date.now()}`
  const { url } = await api.createShare(doctor.accessToken, {
    studies: [...studies, { studyInstanceUID: mrHead.studyInstanceUID }],
    recipient,
  })
  await doctor.page.addInitScript(() => {
    globalThis.print = () => document.documentElement.toggleAttribute('data-printing', true)
  })
  const shares = doctor.myShares
  await shares.open()
  const row = shares.row(recipient)
  await expect(row).toContainText('PHANTOM, ALICE')
  await expect(row).toContainText('2 studies')
  await shares.openPanel(row, 'Link, QR, print')
  const { passOn } = shares
  await passOn.copyButton.click()
  await expect.poll(() => doctor.page.evaluate(() => navigator.clipboard.readText())).toBe(url)
  expect(await readQr(await passOn.qr.screenshot())).toBe(url)
  await passOn.printIn('Français')
  await expect(doctor.page.locator('html[data-printing] studylink-hand-out')).toContainText('Vos images')
})

test('a study is shared from a page of its own, which leads back', async ({ backAgain }) => {
  const { page, shareDialog } = await backAgain('doctor')
  await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID},${mrHead.studyInstanceUID}&return=/ohif/`)
  await expect(shareDialog.dialog).toContainText(mrHead.description)
  // Both are of one patient: there is nothing to confirm.
  await shareDialog.createLink()
  await shareDialog.copyButton.click()
  await shareDialog.dialog.getByRole('button', { name: 'Close' }).click()
  await page.waitForURL(/\/ohif\//)
  // A browser that is closed while it is sent to the provider and back may never say that it has.
  await new OhifViewer(page).expectListed(ctThorax.description)
})

test('where a page may not print, «my shares» does', async ({ backAgain }) => {
  const { page, shareDialog } = await backAgain('doctor')
  // As in an extension's popup, which runs no scripts but its own.
  await page.route('**/share/hand-out.js', (route) => route.abort())
  await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID}`)
  const link = await shareDialog.createLink()
  await shareDialog.printIn('English')
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    shareDialog.dialog.getByRole('link', { name: 'Print from «My shares»' }).click(),
  ])
  const { passOn } = new MyShares(tab)
  await expect(passOn.link).toHaveValue(link)
  await expect(passOn.printButton).toBeVisible()
})

test('whoever was signed out meanwhile signs in from the dialog, and loses nothing of it', async ({
  backAgain,
}) => {
  const { page, shareDialog } = await backAgain('doctor')
  await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID}`)
  await shareDialog.askForPin('471100')
  const signedOut = { status: 401, json: { code: 'not-signed-in' } }
  await page.route('**/share/api/shares', (route) => route.fulfill(signedOut), { times: 1 })
  await shareDialog.createButton.click()
  await shareDialog.dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(shareDialog.link).toHaveValue(/#/)
  await expect(shareDialog.pin).toHaveValue('471100')
})

test('the page goes on working when the access token ends: it is renewed without a word', async ({
  backAgain,
}) => {
  const { page, myShares: shares } = await backAgain('doctor')
  const bearers = new Set<string>()
  page.on('request', async (request) => {
    if (/\/share\/api\/shares\?/.test(request.url()))
      bearers.add((await request.allHeaders())['authorization'] ?? '')
  })
  await page.clock.install()
  await shares.open()
  await expect.poll(() => bearers.size).toBe(1)
  // Tokens of the stack live for five minutes.
  await page.clock.fastForward('04:45')
  const renewed = page.waitForRequest(
    (request) => request.postData()?.includes('grant_type=refresh_token') ?? false,
  )
  await shares.show.selectOption({ label: 'All links' })
  await renewed
  await expect.poll(() => bearers.size).toBe(2)
  await expect(shares.rows.first()).toBeVisible()
})
