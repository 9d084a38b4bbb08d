import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, signInElsewhere, studyAddress, test } from './extension-fixtures.ts'
import { ShareDialog } from './pages/share-dialog.ts'

const { ctThorax } = sampleStudies

test('the Share button stands in allowed viewers while they show a study, and nowhere else', async ({
  extension,
}) => {
  const { url, orthanc } = stackUnderTest()
  await extension.connectTo(url)
  await signInElsewhere(extension)
  const background = await extension.background()
  const scripts = () => background.evaluate(() => chrome.scripting.getRegisteredContentScripts())
  expect(await scripts()).toEqual([])
  const options = await extension.openOptions()
  await options.getByRole('checkbox', { name: /Show a Share button/ }).check()
  await expect
    .poll(async () => (await scripts()).map(({ matches }) => matches))
    .toEqual([['http://127.0.0.1/*']])

  // The same host at another port, which browsers' patterns cannot tell apart: another site, not allowed.
  const other = await extension.context.newPage()
  await other.goto(`${orthanc.url}/app/explorer.html?StudyInstanceUID=${ctThorax.studyInstanceUID}`)
  const page = await extension.context.newPage()
  const host = page.locator('studylink-share-button')
  const button = host.getByRole('button', { name: 'Share' })
  await page.goto(`${url}/share/s`)
  await expect(host).toBeAttached()
  await expect(button).toBeHidden()
  await page.goto(`${url}/share/s?StudyInstanceUID=${ctThorax.studyInstanceUID}`)
  await expect(button).toBeVisible()
  // Its own style, whatever the page's content policy.
  await expect(button).toHaveCSS('background-color', 'rgb(11, 100, 120)')
  await page.evaluate(() => history.pushState(null, '', '/share/s'))
  await expect(button).toBeHidden()
  await page.evaluate(
    (uid) => history.pushState(null, '', `?StudyInstanceUID=${uid}`),
    ctThorax.studyInstanceUID,
  )
  await expect(button).toBeVisible()
  await expect(other.locator('studylink-share-button')).toHaveCount(0)

  await button.click()
  await expect(new ShareDialog(await extension.popup()).dialog).toContainText(ctThorax.description)

  await options.getByRole('checkbox', { name: /Show a Share button/ }).uncheck()
  await expect.poll(scripts).toEqual([])
})

/**
 * Headless browsers draw no native menu and take no shortcut of the browser's own. The menu's entry is asked for and
 * its click sent through the browser's own API; the shortcut's action is the browser's, which `pressButton` triggers.
 */
test('a link to a study is shared from its context menu', async ({ extension }) => {
  const background = await extension.background()
  const hasEntry = () =>
    background.evaluate(() =>
      chrome.contextMenus.update('share-link', {}).then(
        () => true,
        () => false,
      ),
    )
  expect(await hasEntry()).toBe(false)
  await extension.connectTo(stackUnderTest().url)
  await expect.poll(hasEntry).toBe(true)
  await signInElsewhere(extension)
  await background.evaluate(
    (linkUrl) => chrome.contextMenus.onClicked.dispatch({ menuItemId: 'share-link', linkUrl }, {}),
    studyAddress(),
  )
  await expect(new ShareDialog(await extension.popup()).dialog).toContainText(ctThorax.description)
})

test('the keyboard command is the browser’s own for the toolbar button, and the settings name it', async ({
  extension,
}) => {
  await extension.connectTo(stackUnderTest().url)
  const background = await extension.background()
  const commands = await background.evaluate(() => chrome.commands.getAll())
  const shortcut = commands.find(({ name }) => name === '_execute_action')?.shortcut
  expect(shortcut).toBe('Alt+Shift+S')
  await expect((await extension.openOptions()).getByText(`or ${shortcut}.`)).toBeVisible()
})

test('a viewer that is added in the settings is allowed at once, and no longer when it is removed', async ({
  extension,
}) => {
  const viewer = 'http://localhost:1'
  await extension.connectTo(stackUnderTest().url)
  const options = await extension.openOptions()
  const address = options.getByRole('textbox', { name: 'Add a viewer’s address' })
  const add = async (typed: string) => {
    await address.fill(typed)
    await options.getByRole('button', { name: 'Add', exact: true }).click()
  }
  await add('no address')
  await expect(options.getByText(/This is no web address/)).toBeVisible()
  await add(`${viewer}/ohif/viewer?x=1`)
  await expect(options.getByText(viewer, { exact: true })).toBeVisible()

  const link = `${viewer}/?StudyInstanceUID=${ctThorax.studyInstanceUID}`
  const popup = await extension.openPopupFor(link)
  await expect(popup.getByRole('heading', { name: 'Sign in to share' })).toBeVisible()
  await options.getByRole('button', { name: `Remove ${viewer}` }).click()
  await expect(options.getByText(viewer, { exact: true })).toHaveCount(0)
  await extension.showPopup(popup, link)
  await expect(popup.getByRole('heading', { name: 'Is this your viewer?' })).toBeVisible()
})
