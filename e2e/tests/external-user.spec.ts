import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const { ctThorax, ctAbdomen, xrayHand, mrKnee } = sampleStudies

test('external finds in the study list only what is labelled external', async ({ signIn }) => {
  const external = await signIn('external')
  await expect(external.page.getByText(ctAbdomen.description)).toBeVisible()
  await expect(external.page.getByText(xrayHand.description)).toBeVisible()
  await expect(external.page.getByText(ctThorax.description)).toHaveCount(0)
  await expect(external.page.getByText(mrKnee.description)).toHaveCount(0)
})

test('external shares a study labelled external from the viewer', async ({ signIn, guest }) => {
  const external = await signIn('external')
  await external.viewer.open([xrayHand.studyInstanceUID])
  await external.viewer.expectImages()
  await external.viewer.shareButton.click()
  const link = await external.shareDialog.createLink()
  await guest.guestPage.visit(link)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})

test('external sees no image of another study', async ({ signIn }) => {
  const external = await signIn('external')
  const refused = external.page.waitForResponse(
    (response) => response.url().includes('/orthanc/dicom-web/') && response.status() === 403,
  )
  await external.viewer.open([ctThorax.studyInstanceUID])
  await Promise.race([refused, external.page.waitForURL(/notfound/)])
  await expect(external.page.locator('.cornerstone-canvas')).toHaveCount(0)
})

test('external neither reads nor shares another study by the API', async ({ api, accessTokenOf }) => {
  const external = await accessTokenOf('external')
  const read = await api.orthanc(external, 'GET', `/dicom-web/studies/${ctThorax.studyInstanceUID}/metadata`)
  expect(read.status()).toBe(403)

  const alone = await api.createShareRaw(external, {
    studies: [{ studyInstanceUID: ctThorax.studyInstanceUID }],
  })
  expect(alone.status()).toBe(404)
  expect((await alone.json()) as unknown).toMatchObject({ code: 'study-not-visible' })

  const mixed = await api.createShareRaw(external, {
    studies: [
      { studyInstanceUID: ctAbdomen.studyInstanceUID },
      { studyInstanceUID: ctThorax.studyInstanceUID },
    ],
  })
  expect(mixed.status()).toBe(404)
})

test('external finds no series of another patient, whichever parents a search names', async ({
  api,
  accessTokenOf,
}) => {
  const admin = await accessTokenOf('admin')
  const find = (token: string, body: object) => api.orthanc(token, 'POST', '/tools/find', body)
  const idsOf = async (Level: string, PatientID: string) =>
    (await (await find(admin, { Level, Query: { PatientID } })).json()) as string[]
  const [ParentStudy] = await idsOf('Study', ctAbdomen.patient.patientId)
  const [ParentPatient] = await idsOf('Patient', mrKnee.patient.patientId)
  expect(ParentStudy).toBeDefined()
  expect(ParentPatient).toBeDefined()

  const external = await accessTokenOf('external')
  for (const Level of ['Series', 'Instance']) {
    const own = await find(external, { Level, Query: {}, ParentStudy })
    expect(((await own.json()) as string[]).length).toBeGreaterThan(0)
    expect((await find(external, { Level, Query: {}, ParentStudy, ParentPatient })).status()).toBe(403)
    expect((await find(external, { Level, Query: {}, ParentPatient })).status()).toBe(403)
  }
})

test('a search by external is narrowed to the label', async ({ api, accessTokenOf }) => {
  const answer = await api.orthanc(await accessTokenOf('external'), 'GET', '/dicom-web/studies')
  const found = ((await answer.json()) as { '0020000D': { Value: string[] } }[]).map(
    (study) => study['0020000D'].Value[0],
  )
  expect(found.toSorted()).toEqual([ctAbdomen.studyInstanceUID, xrayHand.studyInstanceUID].toSorted())
})
