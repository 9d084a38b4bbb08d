import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import type { Api } from './pages/api.ts'

const { ctThorax, mrHead, ctAbdomen } = sampleStudies
const shared = ctThorax.studyInstanceUID
/** Another study of the same patient: the one that a careless share would show. */
const sibling = mrHead.studyInstanceUID

test('a guest sees the images without a login, and neither Share button nor study list', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: [{ studyInstanceUID: shared }],
  })
  await guest.guestPage.visit(url)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
  await expect(guest.viewer.shareButton).toHaveCount(0)

  await guest.page.goto('/ohif/')
  // The study list is for those who sign in.
  await expect(guest.page.getByLabel('Password', { exact: true })).toBeVisible()
})

test('a reload shows the guest the images again, without a login', async ({ guest, api, accessTokenOf }) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: [{ studyInstanceUID: shared }],
  })
  await guest.guestPage.visit(url)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
  await guest.page.reload()
  await guest.viewer.expectImages()
})

test('a guest is never sent to the sign-in, however long StudyLink’s part of the viewer takes', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: [{ studyInstanceUID: shared }],
  })
  // Longer than a clinician's viewer waits for it.
  await guest.page.clock.install()
  await guest.page.route('**/share/ohif-config.js', async (route) => {
    await guest.page.clock.fastForward(10_000)
    await guest.page.clock.resume()
    await route.continue()
  })
  await guest.guestPage.visit(url)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})

test('opening another study in the viewer with the guest token shows no images', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const { url } = await api.createShare(await accessTokenOf('doctor'), {
    studies: [{ studyInstanceUID: shared }],
  })
  const token = await api.openAsGuest(url, 'another-study-0001')
  const refused = guest.page.waitForResponse(
    (response) => response.url().includes('/orthanc/dicom-web/') && [401, 403].includes(response.status()),
  )
  await guest.page.goto(`/ohif/viewer?StudyInstanceUIDs=${sibling}#token=${token}`)
  await Promise.race([
    refused,
    expect(guest.page.getByRole('heading').first()).toBeVisible({ timeout: 30_000 }),
  ])
  await expect(guest.page.locator('.cornerstone-canvas')).toHaveCount(0)
})

test.describe('at the archive, a guest token', () => {
  let token: string
  let orthancIdOf: (studyInstanceUID: string) => Promise<string>

  test.beforeEach(async ({ api, accessTokenOf }) => {
    const admin = await accessTokenOf('admin')
    const { url } = await api.createShare(await accessTokenOf('doctor'), {
      studies: [{ studyInstanceUID: shared }],
    })
    token = await api.openAsGuest(url, 'at-the-archive-0001')
    orthancIdOf = (studyInstanceUID) => findOrthancId(api, admin, studyInstanceUID)
  })

  test('reads the shared study', async ({ api }) => {
    for (const path of [`/dicom-web/studies/${shared}/series`, `/dicom-web/studies/${shared}/metadata`])
      expect((await api.orthanc(token, 'GET', path)).status(), path).toBe(200)
  })

  test('finds nothing but the shared study, whatever it searches for', async ({ api }) => {
    for (const search of [
      '',
      `?PatientID=${ctThorax.patient.patientId}`,
      `?00100020=${ctThorax.patient.patientId}`,
    ]) {
      const answer = await api.orthanc(token, 'GET', `/dicom-web/studies${search}`)
      expect(answer.status(), search).toBe(200)
      expect(studyInstanceUIDsIn(await answer.json()), search).toEqual([shared])
    }
    for (const search of [`?PatientID=${ctAbdomen.patient.patientId}`, `?StudyInstanceUID=${sibling}`]) {
      const answer = await api.orthanc(token, 'GET', `/dicom-web/studies${search}`)
      expect([200, 204, 403], search).toContain(answer.status())
      if (answer.status() === 200) expect(studyInstanceUIDsIn(await answer.json()), search).toEqual([])
    }
  })

  test('reads no other study, not even the same patient’s', async ({ api }) => {
    const siblingId = await orthancIdOf(sibling)
    for (const path of [
      `/dicom-web/studies/${sibling}/series`,
      `/dicom-web/studies/${sibling}/metadata`,
      `/dicom-web/studies/${ctAbdomen.studyInstanceUID}/series`,
      `/studies/${siblingId}`,
      `/studies/${siblingId}/archive`,
      '/studies',
      '/patients',
      '/instances',
      '/changes',
      '/statistics',
    ])
      expect((await api.orthanc(token, 'GET', path)).status(), path).toBe(403)
  })

  test('learns nothing about the patient beyond the study', async ({ api }) => {
    const sharedId = await orthancIdOf(shared)
    const siblingId = await orthancIdOf(sibling)
    expect((await api.orthanc(token, 'GET', `/studies/${sharedId}/patient`)).status()).toBe(403)
    const both = `/tools/create-archive?resources=${sharedId},${siblingId}`
    expect((await api.orthanc(token, 'GET', both)).status()).toBe(403)
  })

  test('changes nothing', async ({ api, accessTokenOf }) => {
    const sharedId = await orthancIdOf(shared)
    const siblingId = await orthancIdOf(sibling)
    const attempts: [string, string, unknown?][] = [
      ['DELETE', `/studies/${sharedId}`],
      ['PUT', `/studies/${sharedId}/labels/mine`],
      ['DELETE', `/studies/${sharedId}/labels/external`],
      ['PUT', `/studies/${sharedId}/metadata/1024`, 'mine'],
      ['POST', `/studies/${sharedId}/anonymize`, {}],
      ['POST', `/studies/${sharedId}/modify`, { Replace: { PatientName: 'X' }, Force: true }],
      ['POST', `/studies/${sharedId}/merge`, { Resources: [siblingId] }],
      ['POST', `/dicom-web/studies/${shared}`, 'not DICOM'],
      ['POST', '/instances', 'not DICOM'],
      ['POST', '/tools/create-archive', { Resources: [sharedId] }],
      ['POST', '/tools/reset', {}],
    ]
    for (const [method, path, body] of attempts)
      expect((await api.orthanc(token, method, path, body)).status(), `${method} ${path}`).toBe(403)
    const untouched = await api.orthanc(await accessTokenOf('admin'), 'GET', `/studies/${sharedId}`)
    expect(untouched.status()).toBe(200)
    expect((await untouched.json()) as unknown).toMatchObject({ Labels: [] })
  })

  test('does not sign in at the API', async ({ api }) => {
    const answer = await api.createShareRaw(token, { studies: [{ studyInstanceUID: shared }] })
    expect(answer.status()).toBe(401)
    expect((await answer.json()) as unknown).toMatchObject({ code: 'not-signed-in' })
  })

  test('is refused once the share is revoked', async ({ api, accessTokenOf }) => {
    const doctor = await accessTokenOf('doctor')
    const { share, url } = await api.createShare(doctor, { studies: [{ studyInstanceUID: shared }] })
    const revokedLater = await api.openAsGuest(url, 'revoked-later-0001')
    const path = `/dicom-web/studies/${shared}/series`
    expect((await api.orthanc(revokedLater, 'GET', path)).status()).toBe(200)
    expect((await api.revoke(doctor, share.shareId)).status()).toBe(200)
    expect([401, 403]).toContain((await api.orthanc(revokedLater, 'GET', path)).status())
  })
})

test('without any token the archive answers nobody', async ({ api }) => {
  for (const path of ['/dicom-web/studies', `/dicom-web/studies/${shared}/metadata`, '/system', '/studies'])
    expect((await api.orthanc(undefined, 'GET', path)).status(), path).toBe(401)
})

const findOrthancId = async (api: Api, accessToken: string, studyInstanceUID: string): Promise<string> => {
  const answer = await api.orthanc(accessToken, 'POST', '/tools/find', {
    Level: 'Study',
    Query: { StudyInstanceUID: studyInstanceUID },
  })
  const [orthancId] = (await answer.json()) as string[]
  if (!orthancId) throw new Error('the sample study is not in the archive')
  return orthancId
}

const studyInstanceUIDsIn = (found: unknown): string[] =>
  (found as { '0020000D': { Value: string[] } }[]).map((study) => study['0020000D'].Value[0] ?? '')
