import { MAX_STUDIES_PER_LOOKUP as CONTRACT_MAX } from '@studylink/backend/contract'
import { expect, test } from 'vitest'
import { makeApi } from '../testing/make-api.ts'
import { MAX_STUDIES_PER_LOOKUP, readStudyHeads } from './read-study-heads.ts'

const orthancId = '72de3b86-da4b2556-bb33f32f-d1d84f80-fb017059'
const head = (studyInstanceUID: string, patientName: string) => ({ studyInstanceUID, orthancId, patientName })
const service = (...studies: ReturnType<typeof head>[]) =>
  makeApi({ lookupStudies: async () => ({ ok: true, value: { studies } }) })
const uids = (...list: string[]) => list.map((studyInstanceUID) => ({ studyInstanceUID }))

test('all studies are asked for in one request', async () => {
  const api = service()
  await readStudyHeads(api, uids('1.2', '3.4'))
  expect(api.lookupStudies).toHaveBeenCalledExactlyOnceWith({ studies: uids('1.2', '3.4') })
})

test('heads come in the order of the selection', async () => {
  const heads = await readStudyHeads(service(head('3.4', 'B^Ben'), head('1.2', 'A^Ann')), uids('1.2', '3.4'))
  expect(heads.map(({ patientName }) => patientName)).toEqual(['A^Ann', 'B^Ben'])
})

test('a study that the clinician may not see stays in the share, without a name', async () => {
  expect(await readStudyHeads(service(head('1.2', 'A^Ann')), uids('1.2', '3.4'))).toEqual([
    head('1.2', 'A^Ann'),
    { studyInstanceUID: '3.4' },
  ])
})

test('one UID under two patients is shown as both', async () => {
  const heads = await readStudyHeads(service(head('1.2', 'A^Ann'), head('1.2', 'B^Ben')), uids('1.2'))
  expect(heads.map(({ patientName }) => patientName)).toEqual(['A^Ann', 'B^Ben'])
})

test('Orthanc IDs name studies too, and a study named in both ways is one', async () => {
  const heads = await readStudyHeads(service(head('1.2', 'A^Ann')), [{ orthancId }, ...uids('1.2')])
  expect(heads).toEqual([head('1.2', 'A^Ann')])
})

test('an Orthanc ID of nothing that the clinician may see is not left out in silence', async () => {
  await expect(readStudyHeads(service(), [{ orthancId }])).rejects.toThrow('names no study')
})

test('more studies than may be asked for are left to the dialog, which refuses so many', async () => {
  expect(MAX_STUDIES_PER_LOOKUP).toBe(CONTRACT_MAX)
  const api = service()
  const many = Array.from({ length: MAX_STUDIES_PER_LOOKUP + 1 }, (_, index) => ({
    studyInstanceUID: `1.${index}`,
  }))
  expect(await readStudyHeads(api, many)).toEqual(many)
  expect(api.lookupStudies).not.toHaveBeenCalled()
})

test('a refusal throws, so that the dialog offers to try again', async () => {
  const api = makeApi({ lookupStudies: async () => ({ ok: false, failure: { kind: 'signed-out' } }) })
  await expect(readStudyHeads(api, uids('1.2'))).rejects.toThrow('does not name')
})
