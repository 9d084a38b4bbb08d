import type { Request } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import type { Deployment } from '../src/stack/deployment.ts'
import { basicAuthorization } from '../src/stack/part.ts'
import { startDeploymentUnderTest } from '../src/testing/deployment-under-test.ts'
import type { SearchedStack } from '../src/testing/searched-stack.ts'
import { expect, signInTo, test } from './fixtures.ts'
import { Api } from './pages/api.ts'
import { GuestPage } from './pages/guest-page.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'

const { ctThorax, mrHead } = sampleStudies
/** The deployment's own nginx over https, with the guard; Orthanc and the service keep what they have in PostgreSQL. */
let stack: SearchedStack<Deployment>

test.beforeAll(async () => {
  test.setTimeout(300_000)
  stack = await startDeploymentUnderTest()
})
test.afterAll(() => stack.stop())

/** The certificate is the test's own. */
const there = () => ({ baseURL: stack.publicUrl.origin, ignoreHTTPSErrors: true })
const hear = (request: Request) =>
  stack.hear(JSON.stringify([request.headers(), request.url()]) + (request.postData() ?? ''))

test('a clinician shares from the viewer, and what a guest has open ends with the link', async ({
  browser,
  playwright,
}) => {
  const doctor = await signInTo(browser, 'doctor', there())
  doctor.context.on('request', hear)
  await doctor.viewer.open([ctThorax.studyInstanceUID])
  await doctor.viewer.shareButton.click()
  const link = await doctor.shareDialog.createLink()
  expect(link.startsWith(`${stack.publicUrl.origin}/share/s#`)).toBe(true)

  const guests = await browser.newContext(there())
  guests.on('request', hear)
  const page = await guests.newPage()
  const blocked: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) blocked.push(message.text())
  })
  const guestPage = new GuestPage(page)
  await guestPage.visit(link)
  await guestPage.openImages()
  await new OhifViewer(page).expectImages()
  expect(blocked).toEqual([])

  const request = await playwright.request.newContext(there())
  const api = new Api(request)
  const token = await api.openAsGuest(link, 'deployment-spec-01')
  stack.hear(`{"authorization":"Bearer ${token}"}`)
  const own = `/dicom-web/studies/${ctThorax.studyInstanceUID}`
  const statusOf = async (method: string, path: string) => (await api.orthanc(token, method, path)).status()
  expect(await statusOf('GET', `${own}/metadata`)).toBe(200)
  expect(await statusOf('GET', `/dicom-web/studies/${mrHead.studyInstanceUID}/metadata`)).toBe(403)
  const writes = [
    ['DELETE', own],
    ['POST', own],
    ['POST', '/instances'],
    ['PUT', '/tools/log-level'],
    ['POST', '/tools/create-archive'],
  ] as const
  for (const [method, path] of writes) expect(await statusOf(method, path), `${method} ${path}`).toBe(403)

  await doctor.page.goto('/share/')
  const row = doctor.page.getByRole('listitem').filter({ hasText: ctThorax.description })
  await expect(row.getByText('Opened 2 times')).toBeVisible()
  await row.getByRole('button', { name: 'End link' }).click()
  await doctor.page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
  await expect(row.getByText('Withdrawn')).toBeVisible()
  await expect.poll(() => statusOf('GET', `${own}/metadata`), { timeout: 1000 }).toBe(401)
  await page.reload()
  await expect(page).toHaveURL(/\/share\/s#session-ended$/)

  await request.dispose()
  await guests.close()
  await doctor.context.close()
})

test('every answer keeps addresses and browsers to itself, and plain http leads to https', async ({
  playwright,
}) => {
  const request = await playwright.request.newContext({ ...there(), maxRedirects: 0 })
  const policies = {
    '/': undefined,
    '/nothing-here': undefined,
    '/ohif/': /frame-ancestors 'self'/,
    '/share/s': /frame-ancestors 'none'/,
    '/share/api/config': /default-src 'none'|frame-ancestors 'none'/,
    '/orthanc/dicom-web/studies': /sandbox/,
    '/orthanc/system': /sandbox/,
    '/keycloak/realms/orthanc/.well-known/openid-configuration': undefined,
  }
  for (const [path, policy] of Object.entries(policies)) {
    const headers = (await request.get(path)).headers()
    expect(headers, path).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['server'], path).toBe('nginx')
    if (policy) expect(headers['content-security-policy'], path).toMatch(policy)
  }
  const plain = await request.get(`${stack.plainUrl}/share/s?x=1`)
  expect([plain.status(), plain.headers()['location']]).toEqual([
    308,
    `${stack.publicUrl.origin}/share/s?x=1`,
  ])
  for (const host of ['evil.example', `evil.example:${stack.publicUrl.port}`, '127.0.0.1'])
    expect((await request.get('/share/s', { headers: { host } })).status(), host).toBe(421)
  await request.dispose()
})

test('Orthanc keeps its index in PostgreSQL', async ({ request }) => {
  const { url, credentials } = stack.orthanc
  const answer = await request.get(`${url}/system`, {
    headers: { authorization: basicAuthorization(credentials) },
  })
  expect(((await answer.json()) as { DatabaseBackendPlugin: string }).DatabaseBackendPlugin).toContain(
    'PostgreSQL',
  )
})
