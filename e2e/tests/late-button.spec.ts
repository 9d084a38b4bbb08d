import type { Page } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const { ctThorax } = sampleStudies

/** Keeps a file of ours from this page until it is let through. */
const hold = async (page: Page, file: string) => {
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route(`**/share/${file}`, async (route) => {
    await held
    await route.continue()
  })
  return letThrough
}

for (const file of ['ohif-config.js', 'ohif-extension.js']) {
  test(`a clinician whose ${file} comes after the images has the button as soon as it is there`, async ({
    signIn,
  }) => {
    // The viewer is loaded three times, and waits twice.
    test.slow()
    const { page, viewer, shareDialog } = await signIn('doctor')
    const letThrough = await hold(page, file)
    await viewer.open([ctThorax.studyInstanceUID])
    await viewer.expectImages()
    await expect(viewer.shareButton).toBeHidden()
    letThrough()
    await viewer.shareButton.click()
    await expect(shareDialog.createButton).toBeVisible()
  })
}

test('a guest never has the button, also when the extension comes late', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: [{ studyInstanceUID: ctThorax.studyInstanceUID }],
  })
  const letThrough = await hold(guest.page, 'ohif-extension.js')
  await guest.guestPage.visit(url)
  const asked = guest.page.waitForRequest('**/share/ohif-extension.js')
  await guest.guestPage.openImages()
  await asked
  letThrough()
  await guest.viewer.expectImages()
  await expect(guest.viewer.toolbar).toBeVisible()
  await expect(guest.viewer.shareButton).toBeHidden()
})
