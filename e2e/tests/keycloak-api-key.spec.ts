import { randomUUID } from 'node:crypto'
import { sampleStudies } from '../src/samples/catalog.ts'
import { atKeycloak } from './at-keycloak.ts'
import { expect, test } from './fixtures.ts'

const { ctThorax, ctAbdomen, xrayHand } = sampleStudies

test('a script with an api-key finds and reads exactly what is labelled for its user', async ({
  request,
}) => {
  const { keycloak } = atKeycloak()
  const apiKey = `script's "key", ${randomUUID()}`
  await keycloak.createUser({
    username: `script-${randomUUID()}`,
    apiKey,
    roles: ['external-role'],
  })
  const headers = { 'api-key': apiKey }
  const find = (data: object, key = headers) => request.post('/orthanc/tools/find', { headers: key, data })

  const anyStudy = { Level: 'Study', Query: { PatientID: '*' } }
  const ids = (await (await find(anyStudy)).json()) as string[]
  expect(ids).toHaveLength(2)
  const expanded = await find({ ...anyStudy, Expand: true })
  const found = (await expanded.json()) as { ID: string; MainDicomTags: { StudyInstanceUID: string } }[]
  expect(found.map(({ MainDicomTags }) => MainDicomTags.StudyInstanceUID).toSorted()).toEqual(
    [ctAbdomen.studyInstanceUID, xrayHand.studyInstanceUID].toSorted(),
  )

  const read = (path: string) => request.get(`/orthanc${path}`, { headers })
  expect((await read(`/studies/${ids[0]}`)).status()).toBe(200)
  expect((await read(`/dicom-web/studies/${ctAbdomen.studyInstanceUID}/metadata`)).status()).toBe(200)
  expect((await read(`/dicom-web/studies/${ctThorax.studyInstanceUID}/metadata`)).status()).toBe(403)

  for (const key of [apiKey.slice(0, -1), apiKey.toUpperCase(), 'nobody'])
    expect((await find(anyStudy, { 'api-key': key })).status(), key).toBe(401)
  expect((await request.post('/orthanc/tools/find', { data: anyStudy })).status()).toBe(401)
})
