import { describe, expect, test } from 'vitest'
import { idsOf, type StandInStudy } from '../orthanc/stand-in-orthanc.ts'
import { MAX_PAGE_STUDIES } from './limits.ts'
import { createTestGateway, own, second, sibling, stranger, twin } from './stand-in-callers.ts'

type DicomJson = Record<string, { Value: string[] }>
const uidsOf = async (response: Response | Promise<Response>) => {
  const answered = await response
  expect(answered.status).toBe(200)
  return ((await answered.json()) as DicomJson[]).map((study) => study['0020000D']?.Value[0])
}
const jsonOf = async (response: Response | Promise<Response>): Promise<unknown> => (await response).json()
const codeOf = async (response: Response | Promise<Response>) =>
  ((await jsonOf(response)) as { code: string }).code
const sortedUids = (studies: readonly StandInStudy[]) =>
  studies
    .toSorted((a, b) => (idsOf(a).study < idsOf(b).study ? -1 : 1))
    .map(({ studyInstanceUID }) => studyInstanceUID)

const labelled = (count: number): StandInStudy[] =>
  Array.from({ length: count }, (_one, index) => ({
    studyInstanceUID: `1.3.${index}`,
    patientID: `Q${index}`,
    labels: index % 2 === 0 ? ['external'] : [],
  }))

const searches = ['/dicom-web/studies', '/dicom-web/series', '/dicom-web/instances']

describe('every search', () => {
  test.each(searches)('%s needs a good token', async (path) => {
    const { search } = createTestGateway()
    for (const token of [undefined, 'slv_expired', 'not-ours']) {
      const response = await search(token, path)
      expect([response.status, await codeOf(response)]).toEqual([401, 'not-signed-in'])
    }
  })
  test.each(['/tools/find', '/tools/lookup'])('%s needs a good token', async (path) => {
    const { search } = createTestGateway()
    for (const token of [undefined, 'slv_expired']) expect((await search(token, path, {})).status).toBe(401)
  })
  test.each(searches)('%s needs the permission to view', async (path) => {
    const response = await createTestGateway().search('nobody', path)
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
  })
  test('tells what cannot be known now', async () => {
    const { search, standIn } = createTestGateway()
    expect(await codeOf(search('slv_storeless', '/dicom-web/studies'))).toBe('store-unavailable')
    expect(await codeOf(search('identity-down', '/dicom-web/studies'))).toBe('identity-unavailable')
    for (const behaviour of ['down', 'hanging', 'failing'] as const) {
      standIn.behave(behaviour)
      for (const token of ['slv_own', 'external', 'doctor']) {
        const response = await search(token, '/dicom-web/studies')
        expect([response.status, await codeOf(response)]).toEqual([503, 'orthanc-unavailable'])
        expect(response.headers.has('Retry-After')).toBe(true)
      }
    }
  })
  test('answers DICOM JSON that is not kept', async () => {
    const { headers } = await createTestGateway().search('doctor', '/dicom-web/studies')
    expect(headers.get('Content-Type')).toBe('application/dicom+json')
    expect(headers.get('Cache-Control')).toBe('no-store')
  })
  test.each([
    ['unknown', 'foo=1', 'foo'],
    ['in another case', 'studyinstanceuid=1.2.1', 'studyinstanceuid'],
    ['with a comma in the tag', '0010,0020=P1', '0010,0020'],
    ['a method', '_method=DELETE', '_method'],
    ['a token', 'token=slv_own', 'token'],
    ['repeated', 'PatientID=P1&PatientID=P2', 'PatientID'],
    ['repeated by its other name', 'StudyInstanceUID=1.2.1&0020000d=1.2.4', 'StudyInstanceUID'],
    ['a UID with a wildcard', 'StudyInstanceUID=1.2.*', 'StudyInstanceUID'],
    ['a UID that is none', 'StudyInstanceUID=1.2.1%26x', 'StudyInstanceUID'],
    ['a limit that is no number', 'limit=abc', 'limit'],
    ['a negative offset', 'offset=-1', 'offset'],
    ['a zero byte', 'PatientName=%00', 'PatientName'],
    ['an include field with a path', 'includefield=../x', 'includefield'],
  ])('refuses an argument that is %s', async (_what, query, field) => {
    const { search, standIn } = createTestGateway()
    for (const token of ['slv_own', 'external', 'doctor']) {
      const response = await search(token, `/dicom-web/studies?${query}`)
      expect([response.status, await jsonOf(response)]).toMatchObject([
        400,
        { code: 'invalid-request', field },
      ])
    }
    expect(standIn.requests.filter((one) => one.includes('dicom-web'))).toEqual([])
  })
})

describe('a guest searching', () => {
  test.each([
    ['', ['1.2.1', '1.2.3']],
    ['?StudyInstanceUID=1.2.1', ['1.2.1']],
    ['?0020000D=1.2.3', ['1.2.3']],
    ['?StudyInstanceUID=1.2.1%5C1.2.2%5C1.2.3', ['1.2.1', '1.2.3']],
    ['?StudyInstanceUID=1.2.1,1.2.4', ['1.2.1']],
    ['?StudyInstanceUID=1.2.2', []],
    ['?StudyInstanceUID=', ['1.2.1', '1.2.3']],
    ['?00100020=P1', ['1.2.1']],
    ['?PatientID=*', ['1.2.1', '1.2.3']],
    ['?PatientID=P3', []],
    ['?limit=101&offset=0&fuzzymatching=false&includefield=00081030%2C00080060', ['1.2.1', '1.2.3']],
    ['?limit=0', ['1.2.1', '1.2.3']],
  ])('studies%s finds shared ones only: %j', async (query, expected) => {
    const found = await uidsOf(createTestGateway().search('slv_both', `/dicom-web/studies${query}`))
    expect(found.toSorted()).toEqual(expected)
  })
  test('pages through them in a stable order', async () => {
    const { search } = createTestGateway()
    const pages = await Promise.all(
      [0, 1, 2].map((offset) => uidsOf(search('slv_both', `/dicom-web/studies?limit=1&offset=${offset}`))),
    )
    expect(pages).toEqual([...sortedUids([own, second]).map((uid) => [uid]), []])
  })
  test.each(['series', 'instances'])('finds %s of shared studies only', async (level) => {
    const { search } = createTestGateway()
    expect(await uidsOf(search('slv_own', `/dicom-web/${level}`))).toEqual(['1.2.1'])
    expect(await uidsOf(search('slv_own', `/dicom-web/${level}?StudyInstanceUID=1.2.2`))).toEqual([])
    expect(await uidsOf(search('slv_own', `/dicom-web/${level}?SeriesInstanceUID=1.2.2.1`))).toEqual([])
  })
  test('finds nothing when the shared study left the archive', async () => {
    const { search, standIn } = createTestGateway([sibling, stranger])
    expect(await uidsOf(search('slv_own', '/dicom-web/studies'))).toEqual([])
    expect(standIn.requests.filter((one) => one.includes('dicom-web'))).toEqual([])
  })
  test('does not find another patient’s study under the same UID', async () => {
    expect(await uidsOf(createTestGateway([own, twin]).search('slv_own', '/dicom-web/studies'))).toEqual([])
  })
  test('does not find it either when only that one is left', async () => {
    expect(await uidsOf(createTestGateway([twin]).search('slv_own', '/dicom-web/studies'))).toEqual([])
  })
  test('does not find a study that has come to carry a label that is never shared', async () => {
    const { search } = createTestGateway([{ ...own, labels: ['vip'] }, second])
    expect(await uidsOf(search('slv_both', '/dicom-web/studies'))).toEqual(['1.2.3'])
  })
  test('stays a guest beside a clinician’s token', async () => {
    const { app } = createTestGateway()
    const headers = { Authorization: 'Bearer doctor', token: 'slv_own' }
    expect(await uidsOf(app.request('/gateway/orthanc/dicom-web/studies', { headers }))).toEqual(['1.2.1'])
  })
  test('finds with two tokens what both open', async () => {
    const { search } = createTestGateway()
    expect(await uidsOf(search('slv_both, slv_second', '/dicom-web/studies'))).toEqual(['1.2.3'])
  })
  test('may not use /tools/find', async () => {
    const { search, standIn } = createTestGateway()
    expect((await search('slv_own', '/tools/find', { Level: 'Study', Query: {} })).status).toBe(403)
    expect(standIn.requests.filter((one) => one.includes('find')).length).toBeLessThanOrEqual(1)
  })
  test('looks up what is shared, never a patient', async () => {
    const { search } = createTestGateway()
    const look = (identifier: string) => jsonOf(search('slv_own', '/tools/lookup', identifier))
    const study = idsOf(own).study
    expect(await look('1.2.1')).toEqual([{ ID: study, Path: `/studies/${study}`, Type: 'Study' }])
    expect(await look('1.2.1.1')).toMatchObject([{ Type: 'Series' }])
    expect(await look('1.2.1.1.1')).toMatchObject([{ Type: 'Instance' }])
    for (const identifier of ['1.2.2', '1.2.2.1', 'P1', 'P2', '']) expect(await look(identifier)).toEqual([])
  })
})

describe('a clinician who sees by labels, searching', () => {
  test.each([
    ['', ['1.2.1', '1.2.3']],
    ['?PatientID=P1', ['1.2.1']],
    ['?00100020=P3', []],
    ['?StudyInstanceUID=1.2.1%5C1.2.2', ['1.2.1']],
    ['?StudyInstanceUID=1.2.4', []],
  ])('studies%s finds %j', async (query, expected) => {
    const found = await uidsOf(createTestGateway().search('external', `/dicom-web/studies${query}`))
    expect(found.toSorted()).toEqual(expected)
  })
  test('pages through all of them, each once, in Orthanc’s order', async () => {
    const studies = labelled(50)
    const { search } = createTestGateway(studies)
    const found: unknown[] = []
    for (const offset of [0, 10, 20, 30]) {
      const page = await search('external', `/dicom-web/studies?limit=10&offset=${offset}`)
      expect(page.headers.has('Warning')).toBe(false)
      found.push(...(await uidsOf(page)))
    }
    expect(found).toEqual(sortedUids(studies.filter(({ labels }) => labels?.length)))
  })
  test('gets a full page and a warning when more were asked for than a page holds', async () => {
    const { search } = createTestGateway(labelled(MAX_PAGE_STUDIES * 2 + 2))
    const page = await search('external', '/dicom-web/studies?limit=101')
    expect(page.headers.get('Warning')).toMatch(/^299 /)
    expect(await uidsOf(page)).toHaveLength(MAX_PAGE_STUDIES)
    const rest = await search('external', `/dicom-web/studies?offset=${MAX_PAGE_STUDIES}`)
    expect(rest.headers.has('Warning')).toBe(false)
    expect(await uidsOf(rest)).toHaveLength(1)
  })
  test('does not find a labelled study whose UID another patient’s study carries', async () => {
    const { search } = createTestGateway([own, { ...twin, labels: [] }, second])
    expect(await uidsOf(search('external', '/dicom-web/studies'))).toEqual(['1.2.3'])
    expect(await uidsOf(search('external', '/dicom-web/series?StudyInstanceUID=1.2.1'))).toEqual([])
  })
  test.each(['series', 'instances'])('finds %s of visible studies only', async (level) => {
    const { search } = createTestGateway()
    expect((await uidsOf(search('external', `/dicom-web/${level}`))).toSorted()).toEqual(['1.2.1', '1.2.3'])
    expect(await uidsOf(search('external', `/dicom-web/${level}?StudyInstanceUID=1.2.2,1.2.3`))).toEqual([
      '1.2.3',
    ])
    expect(await uidsOf(search('external', `/dicom-web/${level}?StudyInstanceUID=1.2.2`))).toEqual([])
  })
  test('must name the studies when too many are visible to search below', async () => {
    const { search } = createTestGateway(labelled(MAX_PAGE_STUDIES * 2 + 2))
    const response = await search('external', '/dicom-web/series')
    expect(await jsonOf(response)).toMatchObject({ code: 'invalid-request', field: 'StudyInstanceUID' })
  })
  test('finds nothing without a label, and Orthanc is not asked', async () => {
    const { search, standIn } = createTestGateway()
    for (const path of searches) expect(await uidsOf(search('unlabelled', path))).toEqual([])
    expect(await jsonOf(search('unlabelled', '/tools/find', { Level: 'Study', Query: {} }))).toEqual([])
    expect(standIn.requests).toEqual([])
  })
  test('may not mix tokens of two such clinicians', async () => {
    expect((await createTestGateway().search('external, editor', '/dicom-web/studies')).status).toBe(403)
  })
  test('looks up patients only when all of theirs is visible', async () => {
    const { search } = createTestGateway()
    const look = (identifier: string) => jsonOf(search('external', '/tools/lookup', identifier))
    expect(await look('1.2.1')).toMatchObject([{ Type: 'Study' }])
    expect(await look('P2')).toMatchObject([{ Type: 'Patient' }])
    for (const identifier of ['1.2.2', '1.2.2.1.1', 'P1', 'P3']) expect(await look(identifier)).toEqual([])
  })
})

describe('/tools/find of a clinician who sees by labels', () => {
  const find = async (body: object, token = 'external') => {
    const response = await createTestGateway().search(token, '/tools/find', body)
    return response.ok ? ((await response.json()) as string[]).toSorted() : response.status
  }
  const ids = (name: 'study' | 'series' | 'instance', ...studies: StandInStudy[]) =>
    studies.map((one) => idsOf(one)[name]).toSorted()

  test.each([
    ['no labels', {}],
    ['an empty list, which is every study to Orthanc', { Labels: [] }],
    ['any of the own ones', { Labels: ['external'], LabelsConstraint: 'Any' }],
  ])('asked with %s finds what carries the label', async (_what, labels) => {
    expect(await find({ Level: 'Study', Query: {}, ...labels })).toEqual(ids('study', own, second))
  })
  test('finds less with more labels', async () => {
    expect(await find({ Level: 'Study', Query: {}, Labels: ['external', 'x'] })).toEqual(ids('study', second))
  })
  test.each([
    ['another label', { Labels: ['x'] }],
    ['any of some', { Labels: ['external', 'x'], LabelsConstraint: 'Any' }],
    ['none of the own', { Labels: ['external'], LabelsConstraint: 'None' }],
    ['none of another', { Labels: ['x'], LabelsConstraint: 'None' }],
  ])('refuses %s', async (_what, labels) => {
    expect(await find({ Level: 'Study', Query: {}, ...labels })).toBe(403)
  })
  test('keeps paging, order and patient', async () => {
    const [first, next] = ids('study', own, second)
    expect(await find({ Level: 'Study', Query: {}, Limit: 1 })).toEqual([first])
    expect(await find({ Level: 'Study', Query: {}, Limit: 1, Since: 1 })).toEqual([next])
    expect(await find({ Level: 'Study', Query: {}, ParentPatient: idsOf(own).patient })).toEqual(
      ids('study', own),
    )
  })
  test.each(['Series', 'Instance'] as const)('finds at level %s only in a visible study', async (Level) => {
    const name = Level === 'Series' ? 'series' : 'instance'
    expect(await find({ Level, Query: { StudyInstanceUID: '1.2.1' } })).toEqual(ids(name, own))
    expect(await find({ Level, Query: {}, ParentStudy: idsOf(second).study })).toEqual(ids(name, second))
    for (const Query of [
      {},
      { StudyInstanceUID: '1.2.2' },
      { StudyInstanceUID: '*' },
      { SeriesInstanceUID: '1.2.2.1' },
    ])
      expect(await find({ Level, Query })).toBe(403)
    expect(await find({ Level, Query: {}, ParentStudy: idsOf(sibling).study })).toBe(403)
    const foreign = { ParentStudy: idsOf(own).study, ParentPatient: idsOf(stranger).patient }
    expect(await find({ Level, Query: {}, ...foreign })).toBe(403)
  })
  test.each([
    ['patients', { Level: 'Patient', Query: {} }],
    ['no level', { Query: {} }],
    ['a level in another case', { Level: 'study', Query: {} }],
    ['what is not known here', { Level: 'Study', Query: {}, ParentSeries: idsOf(stranger).series }],
  ])('refuses %s as not valid', async (_what, body) => {
    expect(await find(body)).toBe(400)
  })
  test('refuses what is no JSON object', async () => {
    const { search } = createTestGateway()
    for (const body of ['', '{', '[]', 'null', '"x"'])
      for (const token of ['external', 'doctor'])
        expect((await search(token, '/tools/find', body)).status).toBe(400)
  })
  test('passes as it is for who sees all', async () => {
    const body = { Level: 'Study', Query: {}, Labels: ['x'], LabelsConstraint: 'None' }
    expect(await find(body, 'doctor')).toEqual(ids('study', own, sibling, stranger))
  })
})

describe('a clinician who sees all', () => {
  test('searches the whole archive, with commas for backslashes', async () => {
    const { search, standIn } = createTestGateway()
    expect(await uidsOf(search('doctor', '/dicom-web/studies'))).toHaveLength(4)
    expect(await uidsOf(search('doctor', '/dicom-web/studies?0020000D=1.2.1%5C1.2.4&limit=5'))).toHaveLength(
      2,
    )
    expect(standIn.requests).toEqual([
      'GET /dicom-web/studies',
      'GET /dicom-web/studies?StudyInstanceUID=1.2.1,1.2.4&limit=5',
    ])
  })
  test('looks up everything', async () => {
    expect(await jsonOf(createTestGateway().search('doctor', '/tools/lookup', 'P1'))).toMatchObject([
      { Type: 'Patient' },
    ])
  })
})

test('a body over 64 KiB is refused', async () => {
  const { search } = createTestGateway()
  expect(
    (await search('doctor', '/tools/find', { Level: 'Study', Query: { PatientID: 'x'.repeat(70_000) } }))
      .status,
  ).toBe(413)
})
