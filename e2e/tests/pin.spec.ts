import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const studies = [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }]

test('a wrong PIN is told with the tries left, the right one leads to the note and then to the images', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies,
    pin: '471100',
    note: 'Please bring this to your appointment',
  })
  const { page } = guest
  await page.goto(url)
  await expect(page.getByRole('textbox', { name: 'PIN' })).toBeVisible()
  await expect(page.getByText('Please bring')).toHaveCount(0)
  await page.getByRole('textbox', { name: 'PIN' }).fill('000000')
  await page.getByRole('button', { name: 'Open the images' }).click()
  await expect(page.locator('#pin-hint')).toHaveText(/This PIN is wrong\. 9 more tries/)
  await page.getByRole('textbox', { name: 'PIN' }).fill('471100')
  await page.getByRole('button', { name: 'Open the images' }).click()
  await expect(page.getByText('Please bring this to your appointment')).toBeVisible()
  await page.getByRole('button', { name: 'View the images' }).click()
  await page.waitForURL(/\/ohif\/viewer/)
})

test('a link for one opening is used up by it', async ({ guest, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), { studies, maxOpens: 1 })
  await api.openAsGuest(url, 'only-opening-00001')
  await guest.guestPage.visit(url)
  await expect(guest.guestPage.heading).toHaveText('This link has been used up')
})

test('the one opening of a link goes on for the browser that has it, after a reload and a return', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies, maxOpens: 1 })
  await guest.guestPage.visit(url)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
  const returned = await guest.context.newPage()
  await returned.goto(url)
  await returned.getByRole('button', { name: 'Open the images' }).click()
  await returned.waitForURL(/\/ohif\/viewer/)
  expect((await api.getShare(doctor, share.shareId)).openings).toBe(1)
})
