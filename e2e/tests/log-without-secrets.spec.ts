import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, PASSWORD, test } from './fixtures.ts'
import { codeOf } from './pages/api.ts'

const { ctThorax } = sampleStudies

test('no log of any part holds a code, a token, a password or a patient’s name', async ({
  guest,
  api,
  accessTokenOf,
}) => {
  const doctor = await accessTokenOf('doctor')
  const { share, url } = await api.createShare(doctor, {
    studies: [{ studyInstanceUID: ctThorax.studyInstanceUID }],
  })
  await guest.guestPage.visit(url)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
  const token = await api.openAsGuest(url, 'for-the-log-00001')
  await api.preview(codeOf(url).toLowerCase())
  await api.orthanc(`${token}x`, 'GET', '/dicom-web/studies')

  const readLogs = async () => {
    const { logFolder } = stackUnderTest()
    const names = await readdir(logFolder)
    return Promise.all(
      names.map(async (name) => ({ name, text: await readFile(join(logFolder, name), 'utf8') })),
    )
  }
  // The refused search comes last, and logs are written a little later.
  const isComplete = (text: string) =>
    text.includes('/share/api/guest/open') && text.includes('/gateway/orthanc')
  await expect.poll(async () => (await readLogs()).some(({ text }) => isComplete(text))).toBe(true)
  const logs = await readLogs()
  const secrets = {
    code: codeOf(url).slice(share.shareId.length),
    'resource token': token.slice(4),
    'access token': doctor.split('.')[2] ?? '',
    password: PASSWORD,
    'family name': ctThorax.patient.patientName.split('^')[0] ?? '',
  }
  for (const [kind, secret] of Object.entries(secrets))
    for (const { name, text } of logs) expect(text.includes(secret), `${kind} in ${name}`).toBe(false)
})
