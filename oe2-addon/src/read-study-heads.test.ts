import { expect, test, vi } from 'vitest'
import { readStudyHeads } from './read-study-heads.ts'

type Fetch = typeof globalThis.fetch
const orthancRoot = new URL('https://pacs.example.org/orthanc/')
const getAccessToken = async () => 'token'
const found = (StudyInstanceUID: string, PatientName: string) => ({
  ID: 'an-orthanc-id',
  MainDicomTags: {
    StudyInstanceUID,
    StudyDate: '20261119',
    StudyDescription: 'CT thorax',
    AccessionNumber: 'A1',
  },
  PatientMainDicomTags: { PatientName, PatientID: 'P1', PatientBirthDate: '19610312' },
  RequestedTags: { ModalitiesInStudy: 'CT\\SR' },
})
const read = (uids: string[], fetch: Fetch) => readStudyHeads(uids, { orthancRoot, getAccessToken, fetch })

test('all studies are asked for in one search, with the clinician’s token and without cookies', async () => {
  const fetch = vi.fn<Fetch>(async () => Response.json([]))
  await read(['1.2', '3.4'], fetch)
  expect(fetch).toHaveBeenCalledTimes(1)
  const [url, init] = fetch.mock.calls[0] ?? []
  expect(String(url)).toBe('https://pacs.example.org/orthanc/tools/find')
  expect(init).toMatchObject({ method: 'POST', credentials: 'omit' })
  expect(init?.headers).toMatchObject({ authorization: 'Bearer token' })
  expect(JSON.parse(String(init?.body))).toMatchObject({
    Level: 'Study',
    Query: { StudyInstanceUID: '1.2\\3.4' },
  })
})

test('heads are Orthanc’s raw DICOM values, in the order of the selection', async () => {
  const heads = await read(['1.2', '3.4'], async () =>
    Response.json([found('3.4', 'B^Ben'), found('1.2', 'A^Ann')]),
  )
  expect(heads.map((head) => head.patientName)).toEqual(['A^Ann', 'B^Ben'])
  expect(heads[0]).toEqual({
    studyInstanceUID: '1.2',
    patientName: 'A^Ann',
    patientId: 'P1',
    patientBirthDate: '19610312',
    studyDate: '20261119',
    studyDescription: 'CT thorax',
    modalities: 'CT\\SR',
    accessionNumber: 'A1',
  })
})

test('a study that Orthanc does not show stays in the share, without a name', async () => {
  expect(await read(['1.2', '3.4'], async () => Response.json([found('1.2', 'A^Ann')]))).toEqual([
    expect.objectContaining({ studyInstanceUID: '1.2', patientName: 'A^Ann' }),
    { studyInstanceUID: '3.4' },
  ])
})

test('one UID under two patients is shown as both', async () => {
  const heads = await read(['1.2'], async () => Response.json([found('1.2', 'A^Ann'), found('1.2', 'B^Ben')]))
  expect(heads.map((head) => head.patientName)).toEqual(['A^Ann', 'B^Ben'])
})

test('a refused search throws, so that the dialog offers to try again', async () => {
  await expect(read(['1.2'], async () => new Response('', { status: 403 }))).rejects.toThrow('403')
})
