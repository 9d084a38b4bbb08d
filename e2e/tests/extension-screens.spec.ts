import type { Page, Route } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { createFrontDoor } from '../src/testing/front-door.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, signInElsewhere, studyAddress, test } from './extension-fixtures.ts'
import { expectNoFault } from './no-fault.ts'
import { ExtensionBrowser } from './pages/extension-browser.ts'
import { picture } from './pages/pictures.ts'
import { ShareDialog } from './pages/share-dialog.ts'

const { ctThorax } = sampleStudies
const STORE = ['browser-extension', 'store', 'screenshots']
const UNKNOWN = '1.2.3.4'

/** In light and in dark: no accessibility fault, and a picture. */
const look = async (page: Page, name: string, ...folder: readonly string[]) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expectNoFault(page, name)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ animations: 'disabled', path: picture(`${name}-${colorScheme}`, ...folder) })
  }
}

/** Shows what is in the way when this link is to be shared. */
const expectScreen = async (popup: Page, name: string, heading: string, ...says: (string | RegExp)[]) => {
  await expect(popup.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  for (const text of says) await expect(popup.getByText(text)).toBeVisible()
  await look(popup, name)
}

const setAddress = async (extension: ExtensionBrowser, origin: string) => {
  const settings = { shareRoot: `${origin}/share/`, viewerOrigins: [stackUnderTest().url] }
  const background = await extension.background()
  await background.evaluate((items) => chrome.storage.local.set(items), settings)
}

const problem = (status: number, body: object) => (route: Route) =>
  route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) })

test('what stands in the way before the service is asked has a screen that says what to do', async ({
  extension,
}) => {
  const { url, orthanc } = stackUnderTest()
  const popup = await extension.openPopupFor(studyAddress())
  await expectScreen(popup, 'set-up', 'Connect to your hospital first')

  const options = await extension.openOptions()
  const address = options.getByRole('textbox', { name: 'Address', exact: true })
  const connect = async (typed: string, said: RegExp) => {
    await address.fill(typed)
    await options.getByRole('button', { name: 'Connect' }).click()
    await expect(options.getByText(said)).toBeVisible()
  }
  await look(options, 'settings-fresh')
  await connect('not an address', /This is no web address/)
  await connect('http://127.0.0.1:1', /Nothing at http:\/\/127.0.0.1:1\/share\/ answers/)
  await look(options, 'settings-wrong')
  await connect(url, /Connected to Sample Hospital/)

  await extension.showPopup(popup, `${url}/ohif/`)
  await expectScreen(popup, 'no-study', 'No study in this tab')
  await extension.showPopup(popup, `${orthanc.url}/?StudyInstanceUID=${ctThorax.studyInstanceUID}`)
  await expectScreen(popup, 'site-not-allowed', 'Is this your viewer?', new RegExp(orthanc.url))
  await extension.showPopup(popup, studyAddress())
  await expectScreen(popup, 'signed-out', 'Sign in to share')

  const door = await createFrontDoor()
  await setAddress(extension, door.url)
  await extension.showPopup(popup, studyAddress())
  await expectScreen(popup, 'unreachable', 'Your hospital’s service does not answer', new RegExp(door.url))
  const body = JSON.stringify({ code: 'invalid-request', field: 'redirectUri' })
  const head = 'HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nConnection: close\r\n'
  await door.answer(`${head}Content-Length: ${body.length}\r\n\r\n${body}`)
  await popup.getByRole('button', { name: 'Try again' }).click()
  await expectScreen(
    popup,
    'unknown-extension',
    'This extension is not known to your hospital’s service',
    /\.chromiumapp\.org/,
  )
  await door.shut()
})

test('what stands in the way of a signed-in clinician has a screen that says what to do', async ({
  extension,
}) => {
  const { url } = stackUnderTest()
  await extension.connectTo(url)
  await signInElsewhere(extension)
  const popup = await extension.openPopupFor(studyAddress(UNKNOWN))
  await expectScreen(popup, 'not-in-archive', 'This study is not in your hospital’s archive')
  await extension.showPopup(popup, studyAddress(`${ctThorax.studyInstanceUID},${UNKNOWN}`))
  await expectScreen(popup, 'some-missing', '1 study cannot be shared')
  await popup.getByRole('button', { name: 'Go on with the other study' }).click()
  const { dialog, createButton } = new ShareDialog(popup)
  await expect(dialog).toContainText(ctThorax.description)
  await expect(createButton).toBeVisible()
  await look(popup, 'ready')

  const answers = [
    [
      'forbidden',
      problem(403, { code: 'forbidden' }),
      'Your account may not see studies here',
      'Sign in with another account',
    ],
    [
      'busy',
      problem(429, { code: 'too-many-requests', retryAfterSeconds: 30 }),
      'Too many requests at the moment',
      /Wait 30 seconds/,
    ],
    [
      'faulty',
      problem(503, { code: 'orthanc-unavailable', requestId: 'r-1' }),
      'Your hospital’s service cannot do this now',
      /orthanc-unavailable, r-1/,
    ],
    [
      'bad-gateway',
      (route: Route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }),
      'Your hospital’s service cannot do this now',
      /HTTP 502/,
    ],
    [
      'foreign',
      (route: Route) => route.fulfill({ body: '<h1>Guest network</h1>' }),
      'Something else answers at your hospital’s address',
      new RegExp(url),
    ],
  ] as const
  for (const [name, answer, heading, says] of answers) {
    await popup.route('**/share/api/studies/lookup', answer)
    await extension.showPopup(popup, studyAddress())
    await expectScreen(popup, name, heading, says)
    await popup.unrouteAll()
  }

  await popup.route('**/share/api/me', async (route) => {
    const response = await route.fetch()
    const me = (await response.json()) as object
    await route.fulfill({ response, json: { ...me, permissions: ['view'] } })
  })
  await extension.showPopup(popup, studyAddress())
  await expect(dialog).toContainText('Your account may look at studies but not share them.')
  await look(popup, 'may-not-share')

  const options = await extension.openOptions()
  await expect(options.getByText('Signed in as Dora Doctor')).toBeVisible()
  await look(options, 'settings', ...STORE)
})

test('in Arabic the popup and the settings run from right to left', async () => {
  const { url, orthanc } = stackUnderTest()
  const extension = await ExtensionBrowser.launch({ locale: 'ar', httpCredentials: orthanc.credentials })
  await setAddress(extension, url)
  const popup = await extension.openPopupFor(studyAddress())
  await expect(popup.locator('html[lang=ar][dir=rtl]')).toBeVisible()
  await expect(popup.getByRole('heading', { level: 1, name: 'سجّل الدخول للمشاركة' })).toBeVisible()
  await look(popup, 'signed-out-arabic')

  const options = await extension.openOptions()
  await expect(options.locator('html[lang=ar][dir=rtl]')).toBeVisible()
  await expect(options).toHaveTitle('إعدادات StudyLink')
  await expect(options.getByText('Sample Hospital')).toBeVisible()
  await look(options, 'settings-arabic')
  await extension.close()
})

test('a service that the browser does not let the extension read has a screen that asks for it', async () => {
  const extension = await ExtensionBrowser.launch({ build: ['chrome'] })
  const door = await createFrontDoor()
  // As a service does that does not list this extension.
  await door.answer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}')
  await setAddress(extension, door.url)
  const popup = await extension.openPopupFor(studyAddress())
  await expectScreen(
    popup,
    'no-permission',
    'The browser does not let StudyLink reach your hospital',
    new RegExp(door.url),
  )
  await door.shut()
  await extension.close()
})

test('the popup is interactive soon, when it has been open before', async ({ extension }) => {
  await extension.connectTo(stackUnderTest().url)
  await signInElsewhere(extension)
  const popup = await extension.openPopupFor(studyAddress())
  await popup.addInitScript(() => {
    const times = globalThis as { screenMs?: number; dialogMs?: number }
    const watch = () => {
      const dialog = document.querySelector('studylink-share-dialog')?.shadowRoot
      if (document.querySelector('nav button')) times.screenMs ??= performance.now()
      if (dialog?.querySelector('form')) times.dialogMs ??= performance.now()
      if (times.dialogMs === undefined) requestAnimationFrame(watch)
    }
    watch()
  })
  const { createButton } = new ShareDialog(popup)
  await expect(createButton).toBeVisible()
  await extension.showPopup(popup, studyAddress())
  await expect(createButton).toBeVisible()
  const { screenMs, dialogMs } = await popup.evaluate(() => {
    const { screenMs: screen = 0, dialogMs: dialog = 0 } = globalThis as {
      screenMs?: number
      dialogMs?: number
    }
    return { screenMs: screen, dialogMs: dialog }
  })
  console.log(
    `Popup, warm: its buttons after ${screenMs.toFixed(0)} ms, the dialog after ${dialogMs.toFixed(0)} ms`,
  )
  expect(dialogMs).toBeGreaterThan(0)
})
