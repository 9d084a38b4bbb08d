import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const { ctThorax } = sampleStudies
const studies = [{ studyInstanceUID: ctThorax.studyInstanceUID }]

test('«My shares» signs in by itself, and ending a link there ends what a guest has open', async ({
  signIn,
  api,
}) => {
  const doctor = await signIn('doctor')
  const recipient = `Dr Berg ${Date.now()}`
  const { url } = await api.createShare(doctor.accessToken, { studies, recipient })
  const guestToken = await api.openAsGuest(url, 'my-shares-spec-0001')
  const path = `/dicom-web/studies/${ctThorax.studyInstanceUID}/metadata`
  expect((await api.orthanc(guestToken, 'GET', path)).status()).toBe(200)

  const { page } = doctor
  await page.goto('/share/')
  await expect(page.getByRole('heading', { level: 1, name: 'My shares' })).toBeVisible()
  const row = page.getByRole('listitem').filter({ hasText: recipient })
  await expect(row.getByText('Opened 1 time')).toBeVisible()
  await row.getByRole('button', { name: 'End link' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
  await expect(row.getByText('Withdrawn')).toBeVisible()
  await expect
    .poll(async () => (await api.orthanc(guestToken, 'GET', path)).status(), { timeout: 1000 })
    .toBe(401)
})

test('a study is shared from a page of its own, which leads back', async ({ signIn }) => {
  const { page } = await signIn('doctor')
  await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID}&return=/ohif/`)
  await page.getByRole('button', { name: 'Create link' }).click()
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/\/share\/s#/)
})
