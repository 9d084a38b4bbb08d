import { join } from 'node:path'
import { inProject } from '../src/project.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './extension-fixtures.ts'
import { PASSWORD } from './fixtures.ts'
import { ExtensionBrowser } from './pages/extension-browser.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { SignInPage } from './pages/sign-in-page.ts'
import { readQr } from './read-qr.ts'

const { ctThorax } = sampleStudies

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

test('a study in the built-in Orthanc Explorer is shared once its site is allowed', async ({ extension }) => {
  const { url, orthanc } = stackUnderTest()
  await extension.connectTo(url)
  await (await signInToOhif(extension, ctThorax.studyInstanceUID)).close()
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

test('each thing that stands in the way has a screen that says what to do', async ({ extension }) => {
  const { url } = stackUnderTest()
  const page = await extension.context.newPage()
  await page.goto(`${url}/ohif/`)
  const heading = async (name: string | RegExp) => {
    const popup = await extension.pressButton(page)
    await expect(popup.getByRole('heading', { level: 1, name })).toBeVisible()
    await popup.close()
  }
  await heading('Connect to your hospital first')

  const options = await extension.openOptions()
  const address = options.getByRole('textbox', { name: 'Address', exact: true })
  const connect = async (typed: string, said: RegExp) => {
    await address.fill(typed)
    await options.getByRole('button', { name: 'Connect' }).click()
    await expect(options.getByText(said)).toBeVisible()
  }
  await connect('not an address', /This is no web address/)
  await connect('http://127.0.0.1:1', /Nothing at http:\/\/127.0.0.1:1\/share\/ answers/)
  await connect(url, /Connected to Sample Hospital/)

  await heading('No study in this tab')
  await page.goto(`${url}/share/locales/de.json?StudyInstanceUID=1.2.3.4`)
  await heading('Sign in to share')
  await signInToOhif(extension, ctThorax.studyInstanceUID)
  await heading('This study is not in your hospital’s archive')

  // As when the service's machine is down: nothing answers there any more.
  await options.evaluate(() => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { set(o: object): Promise<void> } } }
    }
    return chrome.storage.local.set({
      shareRoot: 'http://127.0.0.1:1/share/',
      viewerOrigins: [location.origin, 'http://127.0.0.1:1'],
    })
  })
  await page.goto(`${url}/share/locales/de.json?StudyInstanceUID=1.2.3.4`)
  await heading('Is this your viewer?')
  await options.evaluate((origin) => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { set(o: object): Promise<void> } } }
    }
    return chrome.storage.local.set({ viewerOrigins: [origin] })
  }, url)
  await heading('Your hospital’s service does not answer')
})

/** For the stores and the documentation: `SCREENSHOTS=docs npm test` writes them anew. */
const picture = (name: string): string =>
  process.env.SCREENSHOTS === 'docs'
    ? inProject('browser-extension', 'store', 'screenshots', `${name}.png`)
    : test.info().outputPath(join('pictures', `${name}.png`))

interface PopupPicture {
  name: string
  page: Buffer
  popup: Buffer
}

/** The toolbar's popup is no part of a page's picture: it is laid over the picture of the page. */
const compose = async ({ context }: ExtensionBrowser, { name, page, popup }: PopupPicture) => {
  const composed = await context.newPage()
  const image = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`
  await composed.setContent(
    `<style>body{margin:0;background:url(${image(page)})}
      img{position:fixed;top:4px;right:24px;border-radius:8px;box-shadow:0 8px 32px #000a}</style>
      <img src="${image(popup)}" alt="">`,
  )
  await composed.screenshot({ path: picture(name) })
  await composed.close()
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`pictures of popup and settings in ${colorScheme}`, async () => {
    const extension = await ExtensionBrowser.launch({ colorScheme })
    const { url } = stackUnderTest()
    await extension.connectTo(url)
    const page = await signInToOhif(extension, ctThorax.studyInstanceUID)
    await new OhifViewer(page).expectImages()
    // Whatever takes the focus closes the popup: all pictures of it come first.
    const pictures: PopupPicture[] = []
    const press = async () => {
      const below = await page.screenshot()
      const popup = await extension.pressButton(page)
      await popup.emulateMedia({ colorScheme })
      const take = async (name: string) =>
        void pictures.push({ name: `${name}-${colorScheme}`, page: below, popup: await popup.screenshot() })
      return { popup, take }
    }
    const { popup, take } = await press()
    const { createButton, qr } = new ShareDialog(popup)
    await expect(createButton).toBeVisible()
    await take('popup')
    await createButton.click()
    await expect(qr).toBeVisible()
    await take('popup-link')
    await popup.close()
    await page.goto(`${url}/ohif/`)
    await expect(page.getByText('PHANTOM').first()).toBeVisible()
    const { popup: screen, take: takeScreen } = await press()
    await expect(screen.getByRole('heading', { level: 1 })).toBeVisible()
    await takeScreen('popup-no-study')
    await screen.close()
    for (const one of pictures) await compose(extension, one)
    const options = await extension.openOptions()
    await options.emulateMedia({ colorScheme })
    await expect(options.getByText(/Signed in as/)).toBeVisible()
    await options.screenshot({ path: picture(`settings-${colorScheme}`) })
    await extension.close()
  })
