import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Browser, type Page } from '@playwright/test'
import type { CreateShareResponse } from '@studylink/backend/contract'
import { EXTERNAL_LABEL, sampleStudies } from '../src/samples/catalog.ts'
import { provideSamples } from '../src/samples/provide.ts'
import { cacheFolder } from '../src/project.ts'
import { GuestPage } from '../tests/pages/guest-page.ts'
import { OhifViewer } from '../tests/pages/ohif-viewer.ts'
import { ShareDialog } from '../tests/pages/share-dialog.ts'
import { SignInPage } from '../tests/pages/sign-in-page.ts'

/**
 * The known demonstration of sharing with Orthanc Explorer 2, in its order, on a deployment with the authorization
 * plugin: a hospital's acceptance test. Sample studies of invented patients are uploaded and stay.
 */
const { ctThorax, xrayHand } = sampleStudies
const env = (name: string, otherwise: string) => process.env[name] ?? otherwise
const passwordOf = (user: string) =>
  env(`STUDYLINK_${user.toUpperCase()}_PASSWORD`, env('STUDYLINK_PASSWORD', 'change-me'))

interface SignedIn {
  page: Page
  /** One request to Orthanc as this user; OE2's own header. */
  orthanc(method: string, path: string, data?: string | Buffer | object): ReturnType<Page['request']['fetch']>
}

const signIn = async (browser: Browser, user: string): Promise<SignedIn> => {
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
  await page.goto('/orthanc/ui/app/')
  await new SignInPage(page).signInAs(user, passwordOf(user))
  const token = await page.waitForFunction(
    () => (globalThis as unknown as { keycloak?: { token?: string } }).keycloak?.token,
  )
  const authorization = `Bearer ${await token.jsonValue()}`
  return {
    page,
    orthanc: (method, path, data) =>
      page.request.fetch(`/orthanc${path}`, { method, headers: { authorization }, ...(data && { data }) }),
  }
}

const rows = (page: Page) => page.locator('tr').filter({ hasText: /ACC-100\d/ })
const orthancIdOf = async ({ orthanc }: SignedIn, studyInstanceUID: string): Promise<string> => {
  const found = await orthanc('POST', '/tools/lookup', studyInstanceUID)
  const [study] = ((await found.json()) as { Type: string; ID: string }[]).filter(
    ({ Type }) => Type === 'Study',
  )
  if (!study) throw new Error('a sample study is not there')
  return study.ID
}

test.describe.configure({ mode: 'serial' })
let link = ''
/** What the guest's viewer sends. */
let guestAuthorization = ''

test('admin signs in, uploads studies, labels one for external, and logs out', async ({ browser }) => {
  const admin = await signIn(browser, 'admin')
  const folders = await provideSamples(cacheFolder, { note: () => {}, signal: new AbortController().signal })
  for (const folder of Object.values(folders))
    for (const file of await readdir(folder))
      expect((await admin.orthanc('POST', '/instances', await readFile(join(folder, file)))).status()).toBe(
        200,
      )
  const id = await orthancIdOf(admin, xrayHand.studyInstanceUID)
  expect((await admin.orthanc('PUT', `/studies/${id}/labels/${EXTERNAL_LABEL}`, ' ')).ok()).toBe(true)
  await admin.page.reload()
  await expect(rows(admin.page)).not.toHaveCount(0)
  await admin.page.context().close()
})

test('doctor sees all studies and may not upload, change or delete', async ({ browser }) => {
  const doctor = await signIn(browser, 'doctor')
  await expect(rows(doctor.page).filter({ hasText: ctThorax.accessionNumber })).toBeVisible()
  await expect(rows(doctor.page).filter({ hasText: xrayHand.accessionNumber })).toBeVisible()
  const id = await orthancIdOf(doctor, ctThorax.studyInstanceUID)
  for (const [method, path, data] of [
    ['POST', '/instances', 'nothing'],
    [
      'POST',
      `/studies/${id}/modify`,
      { Replace: { StudyDescription: 'changed' }, Keep: ['StudyInstanceUID'], Force: true },
    ],
    ['DELETE', `/studies/${id}`, undefined],
  ] as const)
    expect([method, path, (await doctor.orthanc(method, path, data)).status()]).toEqual([method, path, 403])
  await doctor.page.context().close()
})

test('external sees only what is labelled external', async ({ browser }) => {
  const external = await signIn(browser, 'external')
  await expect(rows(external.page).filter({ hasText: xrayHand.accessionNumber })).toBeVisible()
  await expect(rows(external.page).filter({ hasText: ctThorax.accessionNumber })).toHaveCount(0)
  await external.page.context().close()
})

test('an API key lists only what its user may see', async ({ request }) => {
  const apiKey = process.env.STUDYLINK_API_KEY
  test.skip(apiKey === undefined, 'STUDYLINK_API_KEY names the key of an external user')
  const found = await request.post('/orthanc/tools/find', {
    headers: { 'api-key': apiKey ?? '' },
    data: { Level: 'Study', Query: {}, Expand: true },
  })
  const labels = ((await found.json()) as { Labels: string[] }[]).map(({ Labels }) => Labels)
  expect(labels.length).toBeGreaterThan(0)
  expect(labels.every((list) => list.includes(EXTERNAL_LABEL))).toBe(true)
})

test('doctor shares from the study list', async ({ browser }) => {
  const { page } = await signIn(browser, 'doctor')
  await rows(page).filter({ hasText: ctThorax.accessionNumber }).click()
  await page.locator('.custom-button:not([disabled])').first().click()
  const dialog = new ShareDialog(page)
  await expect(dialog.dialog).toContainText(ctThorax.description)
  const created = page.waitForResponse('**/share/api/shares')
  await dialog.createButton.click()
  ;({ url: link } = (await (await created).json()) as CreateShareResponse)
  await expect(dialog.link).toHaveValue(link)
  await page.context().close()
})

test('a private window opens the link in OHIF, with no sign-in', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  const asked = page.waitForRequest('**/orthanc/dicom-web/**')
  const guestPage = new GuestPage(page)
  await guestPage.visit(link)
  await guestPage.openImages()
  guestAuthorization = (await (await asked).headerValue('authorization')) ?? ''
  expect(guestAuthorization).toMatch(/^Bearer sl/)
  await new OhifViewer(page).expectImages()
  await context.close()
})

test('the guest changes nothing and reaches no other study', async ({ browser, request }) => {
  const doctor = await signIn(browser, 'doctor')
  const own = await orthancIdOf(doctor, ctThorax.studyInstanceUID)
  const other = await orthancIdOf(doctor, xrayHand.studyInstanceUID)
  await doctor.page.context().close()
  for (const [method, path] of [
    ['DELETE', `/studies/${own}`],
    ['POST', `/studies/${own}/modify`],
    ['POST', `/studies/${own}/merge`],
    ['POST', `/dicom-web/studies/${ctThorax.studyInstanceUID}`],
    ['GET', `/studies/${own}/patient`],
    ['GET', `/studies/${other}`],
    ['GET', `/tools/create-archive?resources=${own},${other}`],
  ] as const) {
    const answer = await request.fetch(`/orthanc${path}`, {
      method,
      headers: { authorization: guestAuthorization },
      ...(method === 'POST' && { data: { Resources: [other], Replace: {} } }),
    })
    expect([method, path, [401, 403, 404].includes(answer.status())]).toEqual([method, path, true])
  }
})
