import type { BrowserContext } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import type { Deployment } from '../src/stack/deployment.ts'
import { startDeploymentUnderTest } from '../src/testing/deployment-under-test.ts'
import type { SearchedStack } from '../src/testing/searched-stack.ts'
import { expect, signInTo, test } from './fixtures.ts'
import { Api } from './pages/api.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'

const PATH = '/imaging'
const { ctThorax, mrHead } = sampleStudies
/** As in `deployment.spec.ts`, below a path of a host that has other things too. */
let stack: SearchedStack<Deployment>

test.beforeAll(async () => {
  test.setTimeout(300_000)
  stack = await startDeploymentUnderTest(PATH)
})
test.afterAll(() => stack.stop())

/** The certificate is the test's own. */
const there = () => ({ baseURL: stack.publicUrl.href, ignoreHTTPSErrors: true })

/** What a browser asked of the host and is not the deployment's. */
const watch = (context: BrowserContext, strays: string[]) =>
  context.on('request', (request) => {
    stack.hear(JSON.stringify([request.headers(), request.url()]) + (request.postData() ?? ''))
    const url = new URL(request.url())
    if (url.origin === stack.publicUrl.origin && !url.pathname.startsWith(`${PATH}/`))
      strays.push(url.pathname)
  })

test('below a path, a clinician shares, a guest sees images, and the end is the end', async ({
  browser,
  playwright,
}) => {
  // With a whole stack of its own, beside another worker's.
  test.setTimeout(240_000)
  const strays: string[] = []
  const doctor = await signInTo(browser, 'doctor', there())
  watch(doctor.context, strays)
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.shareButton.click()
  const link = await doctor.shareDialog.createLink()
  expect(link.startsWith(`${stack.publicUrl.href}share/s#`)).toBe(true)

  const guests = await browser.newContext(there())
  watch(guests, strays)
  const page = await guests.newPage()
  await new GuestPage(page).visit(link)
  await new GuestPage(page).openImages()
  await new OhifViewer(page).expectImages()

  const request = await playwright.request.newContext(there())
  const api = new Api(request)
  const token = await api.openAsGuest(link, 'deployment-path-01')
  stack.hear(`{"authorization":"Bearer ${token}"}`)
  const metadataOf = async ({ studyInstanceUID }: { studyInstanceUID: string }) =>
    (await api.orthanc(token, 'GET', `/dicom-web/studies/${studyInstanceUID}/metadata`)).status()
  expect(await metadataOf(ctThorax)).toBe(200)
  expect(await metadataOf(mrHead)).toBe(403)

  await doctor.page.goto('share/')
  const row = doctor.page.getByRole('listitem').filter({ hasText: ctThorax.description })
  await expect(row.getByText('Opened 2 times')).toBeVisible()
  await row.getByRole('button', { name: 'End link' }).click()
  await doctor.page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
  await expect(row.getByText('Withdrawn')).toBeVisible()
  await expect.poll(() => metadataOf(ctThorax), { timeout: 1000 }).toBe(401)
  await page.reload()
  await expect(page).toHaveURL(`${stack.publicUrl.href}share/s#session-ended`)

  const germans = await browser.newContext({ ...there(), locale: 'de-DE' })
  watch(germans, strays)
  const german = await germans.newPage()
  await new GuestPage(german).visit(link)
  await expect(german.getByRole('heading', { level: 1 })).toContainText('Link')
  await expect(german.locator('html')).toHaveAttribute('lang', 'de')

  expect(strays).toEqual([])
  await request.dispose()
  for (const context of [germans, guests, doctor.context]) await context.close()
})
