import { readFile } from 'node:fs/promises'
import { data } from 'dcmjs'
import { unzipSync } from 'fflate'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const { xrayHand, ctThorax, mrHead } = sampleStudies
const studiesOf = (...several: { studyInstanceUID: string }[]) =>
  several.map(({ studyInstanceUID }) => ({ studyInstanceUID }))

/** The studies whose files are in a ZIP archive. */
const studiesInside = (zip: Uint8Array): Set<string> => {
  const uids = Object.values(unzipSync(zip)).map((file) => {
    const { dict } = data.DicomMessage.readFile(new Uint8Array(file).buffer)
    return String(data.DicomMetaDictionary.naturalizeDataset(dict)['StudyInstanceUID'])
  })
  return new Set(uids)
}

test('a guest downloads the study where the owner allows it, and no longer when that is withdrawn', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, { studies: studiesOf(xrayHand), allowDownload: true })
  const { page, guestPage } = guest
  await guestPage.visit(url)
  await expect(page.getByText('View and download the images')).toBeVisible()
  await guestPage.openButton.click()
  const link = page.getByRole('link', { name: 'Download the images (ZIP)' })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toMatch(/\.zip$/)
  expect(studiesInside(await readFile(await download.path()))).toEqual(new Set([xrayHand.studyInstanceUID]))

  const address = (await link.getAttribute('href')) ?? ''
  expect((await page.request.get(address)).status()).toBe(200)
  await api.change(doctor, share.shareId, { allowDownload: false })
  await expect.poll(async () => (await page.request.get(address)).status(), { timeout: 5000 }).toBe(401)
  await page.goto('about:blank')
  await guestPage.visit(url)
  await expect(page.getByText('View the images')).toBeVisible()
  // Nothing to read and nothing to download: it goes on to the images by itself.
  await guestPage.openImages()
})

test('each of several examinations is an archive of its own', async ({ guest, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: studiesOf(ctThorax, mrHead),
    allowDownload: true,
  })
  const { page, guestPage } = guest
  await guestPage.visit(url)
  await expect(page.getByText('2 examinations')).toBeVisible()
  await guestPage.openButton.click()
  for (const [index, { studyInstanceUID }] of [ctThorax, mrHead].entries()) {
    const link = page.getByRole('link', { name: `Examination ${index + 1} (ZIP)` })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(studiesInside(await readFile(await download.path()))).toEqual(new Set([studyInstanceUID]))
  }
})
