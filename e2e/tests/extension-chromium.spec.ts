import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, PASSWORD, test as base } from './fixtures.ts'
import { ExtensionBrowser } from './pages/extension-browser.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { SignInPage } from './pages/sign-in-page.ts'
import { readQr } from './read-qr.ts'

const { ctThorax } = sampleStudies

const test = base.extend<{ extension: ExtensionBrowser }>({
  // Playwright wants the first argument destructured.
  // eslint-disable-next-line no-empty-pattern
  extension: async ({}, use) => {
    const { orthanc } = stackUnderTest()
    const extension = await ExtensionBrowser.launch({ httpCredentials: orthanc.credentials })
    await use(extension)
    await extension.close()
  },
})

const signInToOhif = async (extension: ExtensionBrowser, studyInstanceUID: string) => {
  const page = await extension.context.newPage()
  await page.goto(`${stackUnderTest().url}/ohif/viewer?StudyInstanceUIDs=${studyInstanceUID}`)
  await new SignInPage(page).signInAs('doctor', PASSWORD)
  await page.waitForURL(/viewer\?StudyInstanceUIDs/)
  return page
}

test('a clinician shares the study in OHIF from the toolbar, and a guest opens it', async ({
  extension,
  guest,
}) => {
  await extension.connectTo(stackUnderTest().url)
  const page = await signInToOhif(extension, ctThorax.studyInstanceUID)
  const popup = await extension.pressButton(page)
  const { dialog, createButton, copyButton, qr, ...shareDialog } = new ShareDialog(popup)
  await expect(dialog).toContainText('ALICE')
  await expect(dialog).toContainText(ctThorax.description)
  await createButton.click()
  await expect(shareDialog.link).toBeVisible()
  const link = await shareDialog.link.inputValue()
  await copyButton.click()
  await expect(dialog.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link)
  expect(await readQr(await qr.screenshot())).toBe(link)

  await guest.guestPage.visit(link)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})
