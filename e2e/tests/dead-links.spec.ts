import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { codeOf } from './pages/api.ts'

const studies = [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }]

test('an expired link says so, and whom to ask', async ({ guest, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), { studies, expiresInSeconds: 1 })
  await expect.poll(async () => (await api.preview(codeOf(url))).status()).toBe(410)
  await guest.guestPage.visit(url)
  await expect(guest.guestPage.heading).toHaveText('This link has ended')
  await expect(guest.page.getByText(/Ask the person who sent you this link/)).toBeVisible()
  await expect(guest.guestPage.openButton).toHaveCount(0)
})

test('a revoked link says so', async ({ guest, api, accessTokenOf }) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies })
  await api.revoke(doctor, share.shareId)
  await guest.guestPage.visit(url)
  await expect(guest.guestPage.heading).toHaveText('This link has been withdrawn')
})

test('a link revoked while it is being read says so on the click', async ({ guest, api, accessTokenOf }) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies })
  await guest.guestPage.visit(url)
  await expect(guest.guestPage.openButton).toBeVisible()
  await api.revoke(doctor, share.shareId)
  await guest.guestPage.openButton.click()
  await expect(guest.guestPage.heading).toHaveText('This link has been withdrawn')
})

test('a link with one changed character is not valid', async ({ guest, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), { studies })
  const changed = url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A')
  await guest.guestPage.visit(changed)
  await expect(guest.guestPage.heading).toHaveText('This link is not valid')
})

test('a link without its secret part asks to open it again', async ({ guest }) => {
  await guest.guestPage.visit('/share/s')
  await expect(guest.guestPage.heading).toHaveText('Open your link again')
})
