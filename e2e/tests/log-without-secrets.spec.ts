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

  const { logFolder } = stackUnderTest()
  const logs = await Promise.all(
    (await readdir(logFolder)).map(async (name) => ({
      name,
      text: await readFile(join(logFolder, name), 'utf8'),
    })),
  )
  const backend = logs.find(({ name }) => name.startsWith('backend'))?.text ?? ''
  expect(backend).toContain('/share/api/guest/open')
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
