import { sampleStudies } from '../src/samples/catalog.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, signInElsewhere, test } from './extension-fixtures.ts'
import type { ExtensionBrowser } from './pages/extension-browser.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { picture } from './pages/pictures.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { readQr } from './read-qr.ts'

const { ctThorax } = sampleStudies
const STORE = ['browser-extension', 'store', 'screenshots']

interface PopupPicture {
  name: string
  popup: Buffer
}

/** The toolbar's popup is no part of a page's picture: it is laid over the picture of the page. */
const compose = async ({ context }: ExtensionBrowser, below: Buffer, pictures: readonly PopupPicture[]) => {
  const composed = await context.newPage()
  const image = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`
  for (const { name, popup } of pictures) {
    await composed.setContent(
      `<style>body{margin:0;background:url(${image(below)})}
      img{position:fixed;top:4px;right:24px;border-radius:8px;box-shadow:0 8px 32px #000a}</style>
      <img src="${image(popup)}" alt="">`,
    )
    await composed.screenshot({ path: picture(name, ...STORE) })
  }
  await composed.close()
}

test('a clinician shares the study in OHIF from the toolbar, and a guest opens it', async ({
  extension,
  guest,
}) => {
  const { url } = stackUnderTest()
  await extension.connectTo(url)
  await signInElsewhere(extension)
  const page = await extension.context.newPage()
  await page.goto(`${url}/ohif/viewer?StudyInstanceUIDs=${ctThorax.studyInstanceUID}`)
  await new OhifViewer(page).expectImages()
  const below = await page.screenshot()
  const popup = await extension.pressButton(page)
  const pictures: PopupPicture[] = []
  const take = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await popup.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const png = await popup.screenshot({ animations: 'disabled' })
      pictures.push({ name: `${name}-${colorScheme}`, popup: png })
    }
  }
  const { dialog, createButton, copyButton, qr, ...shareDialog } = new ShareDialog(popup)
  await expect(dialog).toContainText('ALICE')
  await expect(dialog).toContainText(ctThorax.description)
  await expect(createButton).toBeVisible()
  await take('popup')
  await createButton.click()
  await expect(qr).toBeVisible()
  await take('popup-link')
  const link = await shareDialog.link.inputValue()
  await copyButton.click()
  await expect(dialog.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link)
  expect(await readQr(await qr.screenshot())).toBe(link)
  // Whatever takes the focus closes the popup.
  await compose(extension, below, pictures)
  await page.close()

  await guest.guestPage.visit(link)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})

test('a study in the built-in Orthanc Explorer is shared once its site is allowed', async ({ extension }) => {
  const { url, orthanc } = stackUnderTest()
  await extension.connectTo(url)
  await signInElsewhere(extension)
  const found = await fetch(`${orthanc.url}/tools/find`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${btoa(`${orthanc.credentials.username}:${orthanc.credentials.password}`)}`,
    },
    body: JSON.stringify({ Level: 'Study', Query: { StudyInstanceUID: ctThorax.studyInstanceUID } }),
  })
  const [orthancId] = (await found.json()) as string[]
  const page = await extension.context.newPage()
  await page.goto(`${orthanc.url}/app/explorer.html#study?uuid=${orthancId}`)
  const popup = await extension.pressButton(page)
  await expect(popup.getByRole('heading', { name: 'Is this your viewer?' })).toBeVisible()
  await popup.getByRole('button', { name: 'Allow this site' }).click()
  const { dialog, createButton, ...shareDialog } = new ShareDialog(popup)
  await expect(dialog).toContainText('ALICE')
  await createButton.click()
  await expect(shareDialog.link).toHaveValue(/\/share\/s#/)
})
