import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { codeOf } from './pages/api.ts'

const studies = [{ studyInstanceUID: sampleStudies.xrayHand.studyInstanceUID }]

test('reading the page opens nothing; reload and return are the same opening', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies })
  const openings = async () => (await api.getShare(doctor, share.shareId)).openings

  await guest.guestPage.visit(url)
  await expect(guest.guestPage.openButton).toBeVisible()
  expect(await openings()).toBe(0)

  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
  expect(await openings()).toBe(1)

  const returned = await guest.context.newPage()
  await returned.goto(url)
  await returned.getByRole('button', { name: 'Open the images' }).click()
  await returned.waitForURL(/\/ohif\/viewer/)
  expect(await openings()).toBe(1)
})

test('another browser is another opening', async ({ api, accessTokenOf }) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies })
  await api.openAsGuest(url, 'first-browser-0001')
  await api.openAsGuest(url, 'other-browser-0002')
  expect((await api.getShare(doctor, share.shareId)).openings).toBe(2)
})

test('the code never travels in a URL', async ({ guest, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), { studies })
  const requested: string[] = []
  guest.page.on('request', (request) => requested.push(request.url().split('#')[0] ?? ''))
  await guest.guestPage.visit(url)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
  expect(requested.length).toBeGreaterThan(10)
  expect(requested.filter((address) => address.includes(codeOf(url)))).toEqual([])
  expect(requested.filter((address) => address.includes('slv_'))).toEqual([])
})

test('no request leaves for a third party', async ({ guest, api, accessTokenOf, baseURL }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), { studies })
  const origins = new Set<string>()
  guest.page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http')) origins.add(origin)
  })
  await guest.guestPage.visit(url)
  await expect(guest.guestPage.openButton).toBeVisible()
  await guest.page.waitForLoadState('networkidle')
  expect([...origins]).toEqual([new URL(baseURL ?? '').origin])
})
