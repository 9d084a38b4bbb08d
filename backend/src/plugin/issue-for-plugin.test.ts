import { describe, expect, it } from 'vitest'
import { ok } from '../kernel/result.ts'
import type { OrthancStudy } from '../orthanc/study.ts'
import type { IssueRouteDeps } from './issue-routes.ts'
import { createStudyLookup } from './study-lookup.ts'
import { POLICY, SIBLING, STUDY, UNSHARED, createTestService } from './test-service.ts'

const published = ['osimis', 'stone', 'ohif', 'volview'].map((viewer) => `${viewer}-viewer-publication`)
const instant = ['viewer-instant-link', 'download-instant-link']

const archive: readonly OrthancStudy[] = [
  { ...STUDY, labels: ['vip', 'urgent'] },
  { ...SIBLING, labels: ['urgent'] },
  { ...UNSHARED, labels: [] },
  { ...UNSHARED, orthancId: STUDY.orthancId.replaceAll('d', 'e'), labels: [] },
]
const lookup = createStudyLookup({
  getStudy: async (orthancId) => ok(archive.find((study) => study.orthancId === orthancId)),
  findStudies: async ({ query }) =>
    ok(archive.filter(({ studyInstanceUID }) => studyInstanceUID === query?.['StudyInstanceUID'])),
})

const put = async (type: string, ids: readonly Record<string, string>[], issue: Partial<IssueRouteDeps>) => {
  const service = await createTestService({ issue })
  const resources = ids.map((one) => ({ level: 'study', ...one }))
  const { status, json } = await service.send('PUT', `/tokens/${type}`, { resources })
  return { status, json: json as { code?: string; detail?: string }, shares: service.shares }
}
const both = ({ studyInstanceUID, orthancId }: typeof STUDY) => ({
  'dicom-uid': studyInstanceUID,
  'orthanc-id': orthancId,
})
const made = { status: 200 }
const refused = (status: number, code: string) => ({ status, json: { code }, shares: [] })

describe('PUT /tokens/{type} where links need a PIN', () => {
  const issue = { policy: { ...POLICY, pin: 'required' as const } }
  it.each(published)('makes no %s, and says where links are made', async (type) => {
    const answer = await put(type, [both(STUDY)], issue)
    expect(answer).toMatchObject(refused(422, 'pin-policy'))
    expect(answer.json.detail).toBe('Links need a PIN here: share through StudyLink.')
  })
  it.each(instant)('makes a %s: it opens the asker’s own viewer', async (type) => {
    expect(await put(type, [both(STUDY)], issue)).toMatchObject(made)
  })
  it('makes publications where PINs are only allowed', async () => {
    const policy = { ...POLICY, pin: 'optional' as const }
    expect(await put('ohif-viewer-publication', [both(STUDY)], { policy })).toMatchObject(made)
  })
})

describe('PUT /tokens/{type} where some labels never leave', () => {
  const issue = { lookup, neverSharedLabels: ['research', 'vip'] }
  it.each(published)('makes no %s of a study that has one, however it is named', async (type) => {
    const { 'dicom-uid': uid, 'orthanc-id': orthancId } = both(STUDY)
    for (const ids of [both(STUDY), { 'dicom-uid': uid }, { 'orthanc-id': orthancId }])
      expect(await put(type, [both(SIBLING), ids], issue)).toMatchObject(refused(403, 'study-never-shared'))
  })
  it.each([
    [
      'the UID of one study and the Orthanc ID of another',
      { ...both(STUDY), 'orthanc-id': SIBLING.orthancId },
      404,
    ],
    ['the other way round', { ...both(SIBLING), 'orthanc-id': STUDY.orthancId }, 404],
    ['a study that is not there', { ...both(SIBLING), 'dicom-uid': '9.9' }, 404],
    ['a UID that stands for two', both(UNSHARED), 409],
  ])('makes nothing of %s', async (_what, ids, status) => {
    const answer = await put('ohif-viewer-publication', [ids], issue)
    expect(answer).toMatchObject({ status, shares: [] })
  })
  it('makes publications of the others', async () => {
    const answer = await put('ohif-viewer-publication', [both(SIBLING)], issue)
    expect(answer).toMatchObject({ ...made, shares: [{ studies: [SIBLING], createdBy: 'Orthanc' }] })
  })
  it.each(published)('makes no %s when nobody can look for labels', async (type) => {
    const answer = await put(type, [both(SIBLING)], { neverSharedLabels: ['vip'] })
    expect(answer).toMatchObject(refused(403, 'forbidden'))
    expect(answer.json.detail).toContain('no ORTHANC_URI')
  })
  it.each(instant)('makes a %s', async (type) => {
    expect(await put(type, [both(STUDY)], issue)).toMatchObject(made)
  })
})

it('gives a publication as many openings as the policy gives by default', async () => {
  const policy = { ...POLICY, maxOpens: { default: 5, max: 20 } }
  const answer = await put('ohif-viewer-publication', [both(STUDY)], { policy })
  expect(answer.shares).toMatchObject([{ maxOpens: 5 }])
})
