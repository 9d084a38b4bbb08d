import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { freePort } from '../src/process/free-port.ts'
import { createProgress } from '../src/process/progress.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { startStack, type Stack } from '../src/stack/stack.ts'
import { startSearchedStack } from '../src/testing/searched-stack.ts'
import { expect, signInTo, test } from './fixtures.ts'
import { Api } from './pages/api.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { ShareDialog } from './pages/share-dialog.ts'

let stack: Stack
let dataFolder: string

/** A stack as `--public-url http://some-host` makes it: to browsers, plain http on a host is no secure context. */
test.beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'studylink-plain-http-'))
  const port = await freePort()
  stack = await startSearchedStack(
    {
      port,
      host: '127.0.0.1',
      publicUrl: new URL(`http://studylink.test:${port}`),
      dataFolder,
      progress: createProgress(() => {}, new AbortController().signal),
    },
    startStack,
  )
})
test.afterAll(async () => {
  await stack.stop()
  await rm(dataFolder, { recursive: true, force: true })
})

test('a clinician on this machine shares, and a guest on the network opens the link over plain http', async ({
  browser,
  launchOptions,
  playwright,
}) => {
  const { origin } = stack.publicUrl
  const baseURL = stack.signInUrl.origin
  const { context, accessToken } = await signInTo(browser, 'doctor', { baseURL })
  await context.close()
  const request = await playwright.request.newContext({ baseURL })
  const { url } = await new Api(request).createShare(accessToken, {
    studies: [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }],
  })
  await request.dispose()
  expect(url.startsWith(origin)).toBe(true)

  const guests = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP studylink.test 127.0.0.1'],
  })
  const page = await guests.newPage()
  const guestPage = new GuestPage(page)
  await guestPage.visit(url)
  expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(false)
  await guestPage.openImages()
  await new OhifViewer(page).expectImages()
  // Who would have to sign in is told why not here, instead of seeing a black page.
  const clinicianPage = await (await guests.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await clinicianPage.goto(`${origin}/ohif/`)
  await expect(clinicianPage.getByRole('alert')).toContainText('Open the viewer by its https address')
  await clinicianPage.screenshot({ path: test.info().outputPath('insecure-address.png') })
  await guests.close()
})

test('without a mail server, the link goes into the person’s own mail program', async ({ browser }) => {
  const { context, page } = await signInTo(browser, 'doctor', { baseURL: stack.signInUrl.origin })
  await page.goto(`/share/new?studies=${sampleStudies.ctThorax.studyInstanceUID}`)
  const dialog = new ShareDialog(page)
  const link = await dialog.createLink()
  const mail = new URL(
    (await dialog.dialog.getByRole('link', { name: 'E-mail…' }).getAttribute('href')) ?? '',
  )
  expect(mail.protocol).toBe('mailto:')
  expect(mail.searchParams.get('subject')).toBe('Medical images')
  expect(mail.searchParams.get('body')).toContain(`\n\n${link}\n`)
  await context.close()
})
