import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type LaunchOptions } from '@playwright/test'
import { freePort } from '../src/process/free-port.ts'
import { createProgress } from '../src/process/progress.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { startStack, type Stack } from '../src/stack/stack.ts'
import { expect, signInTo, test } from './fixtures.ts'
import { Api } from './pages/api.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'

let stack: Stack
let dataFolder: string

/** A stack as `--public-url http://some-host` makes it: to browsers, plain http on a host is no secure context. */
test.beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'studylink-plain-http-'))
  const port = await freePort()
  stack = await startStack({
    port,
    host: '127.0.0.1',
    publicUrl: new URL(`http://studylink.test:${port}`),
    dataFolder,
    progress: createProgress(() => {}, new AbortController().signal),
  })
})
test.afterAll(async () => {
  await stack.stop()
  await rm(dataFolder, { recursive: true, force: true })
})

/** `studylink.test` is this machine; what else the browser is told about it differs. */
const launch = (options: LaunchOptions, ...more: string[]) =>
  chromium.launch({
    ...options,
    args: [...(options.args ?? []), '--host-resolver-rules=MAP studylink.test 127.0.0.1', ...more],
  })

test('a guest on the local network opens a link over plain http', async ({ launchOptions, playwright }) => {
  const { origin, port } = stack.publicUrl
  const clinicians = await launch(launchOptions, `--unsafely-treat-insecure-origin-as-secure=${origin}`)
  const { accessToken } = await signInTo(clinicians, 'doctor', { baseURL: origin })
  await clinicians.close()
  const request = await playwright.request.newContext({ baseURL: `http://127.0.0.1:${port}` })
  const { url } = await new Api(request).createShare(accessToken, {
    studies: [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }],
  })
  await request.dispose()
  expect(url.startsWith(origin)).toBe(true)

  const guests = await launch(launchOptions)
  const page = await guests.newPage()
  const guestPage = new GuestPage(page)
  await guestPage.visit(url)
  expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(false)
  await guestPage.openImages()
  await new OhifViewer(page).expectImages()
  await guests.close()
})
