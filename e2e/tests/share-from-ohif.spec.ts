import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { readQr } from './read-qr.ts'

const { ctThorax, ctAbdomen } = sampleStudies

test('a clinician shares the open study by link and by QR code', async ({ signIn, guest }) => {
  const doctor = await signIn('doctor')
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.expectImages()

  await doctor.viewer.shareButton.click()
  const { dialog } = doctor.shareDialog
  await expect(dialog).toContainText('ALICE')
  await expect(dialog).toContainText(/1961/)
  await expect(dialog).toContainText(ctThorax.description)
  await expect(dialog).toContainText(/2026/)

  const link = await doctor.shareDialog.createLink()
  expect(link).toMatch(/\/share\/s#[A-Za-z0-9_-]{35}$/)
  expect(link.length).toBeLessThanOrEqual(100)

  await doctor.shareDialog.copyButton.click()
  await expect.poll(() => doctor.page.evaluate(() => navigator.clipboard.readText())).toBe(link)
  expect(await readQr(await doctor.shareDialog.qr.screenshot())).toBe(link)

  await guest.guestPage.visit(link)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})

test('opening the dialog makes no link', async ({ signIn }) => {
  const doctor = await signIn('doctor')
  const posts: string[] = []
  doctor.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/share/')) posts.push(request.url())
  })
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.shareButton.click()
  await expect(doctor.shareDialog.createButton).toBeVisible()
  await doctor.page.keyboard.press('Escape')
  await expect(doctor.shareDialog.dialog).toBeHidden()
  expect(posts).toEqual([])
})

test('the dialog is done by keyboard alone, and the viewer does not hear the keys', async ({ signIn }) => {
  const doctor = await signIn('doctor')
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.expectImages()
  await doctor.viewer.shareButton.press('Enter')
  await expect(doctor.shareDialog.createButton).toBeVisible()

  await doctor.page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    document.body.addEventListener('keydown', (event) => heard.push(event.key))
  })
  const isFocused = () =>
    doctor.shareDialog.createButton.evaluate((button) => {
      const root = button.getRootNode() as ShadowRoot
      return root.activeElement === button
    })
  for (let presses = 0; presses < 30 && !(await isFocused()); presses += 1)
    await doctor.page.keyboard.press('Tab')
  expect(await isFocused()).toBe(true)
  await doctor.page.keyboard.press('Enter')
  await expect(doctor.shareDialog.link).toBeVisible()
  await doctor.page.keyboard.press('i')
  await doctor.page.keyboard.press('ArrowDown')
  expect(await doctor.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([])
})

test('copying works where the browser has no clipboard interface, as on plain http', async ({ signIn }) => {
  const doctor = await signIn('doctor')
  await doctor.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })
  })
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.shareButton.click()
  const link = await doctor.shareDialog.createLink()
  await doctor.shareDialog.copyButton.click()
  await expect(doctor.shareDialog.dialog.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()

  const other = await doctor.context.newPage()
  await other.goto('/share/s')
  await expect.poll(() => other.evaluate(() => navigator.clipboard.readText())).toBe(link)
})

test('studies of two patients are shared only after both were confirmed', async ({ signIn, api }) => {
  const doctor = await signIn('doctor')
  await doctor.viewer.open([ctThorax.studyInstanceUID, ctAbdomen.studyInstanceUID])
  await doctor.viewer.expectImages()
  await doctor.viewer.shareButton.click()
  const { dialog, createButton } = doctor.shareDialog
  await dialog
    .getByRole('group', { name: /also open/i })
    .getByRole('checkbox')
    .check()
  await expect(dialog.getByRole('heading', { name: /ALICE/ })).toBeVisible()
  await expect(dialog.getByRole('heading', { name: /BOB/ })).toBeVisible()
  await expect(createButton).toBeHidden()
  await dialog.getByRole('checkbox', { name: /yes, share/i }).check()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  const link = await doctor.shareDialog.createLink()

  const token = await api.openAsGuest(link, 'two-patients-0001')
  for (const { studyInstanceUID } of [ctThorax, ctAbdomen]) {
    const answer = await api.orthanc(token, 'GET', `/dicom-web/studies/${studyInstanceUID}/series`)
    expect(answer.status()).toBe(200)
  }
})
