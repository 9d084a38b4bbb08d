import { describe, expect, test } from 'vitest'
import { idsOf } from '../orthanc/stand-in-orthanc.ts'
import { STUDY_CACHE_MS } from './limits.ts'
import { createTestGateway, own, second, sibling, stranger, twin } from './stand-in-callers.ts'

const ownIds = idsOf(own)
const siblingIds = idsOf(sibling)
const study = '/dicom-web/studies/1.2.1'
const series = `${study}/series/1.2.1.1`
const instance = `${series}/instances/1.2.1.1.1`

/** What OHIF asks while it shows a study: viewing, whatever the token. */
const viewing = [
  `${study}/metadata`,
  `${study}/series`,
  `${study}/series?includefield=0008103E%2C00080021`,
  `${study}/instances?limit=1`,
  `${series}/metadata`,
  `${series}/instances?limit=1&includefield=00080018`,
  `${series}/thumbnail?accept=image%2Fjpeg`,
  `${instance}/metadata`,
  `${instance}/frames/1`,
  `${instance}/frames/1,2,3`,
  `${instance}/frames/1/rendered?accept=image/jpeg`,
  `${instance}/frames/1/thumbnail?viewport=128,128&quality=80`,
  `${instance}/rendered?accept=video/mp4`,
  `${instance}/rendered?accept=application/pdf`,
  `${instance}/thumbnail`,
  `${instance}/bulk/00420011`,
  `${instance}/bulk/30060039/0/30060050`,
  `${instance}/bulkdata/7FE00010`,
  `/studies/${ownIds.study}`,
  `/studies/${ownIds.study}/series?expand`,
  `/series/${ownIds.series}`,
  `/series/${ownIds.series}/study`,
  `/instances/${ownIds.instance}/simplified-tags`,
  `/instances/${ownIds.instance}/preview`,
  `/instances/${ownIds.instance}/frames/0/rendered`,
]
const downloading = [
  study,
  series,
  instance,
  `/studies/${ownIds.study}/archive`,
  `/studies/${ownIds.study}/archive?filename=study.zip`,
  `/studies/${ownIds.study}/media`,
  `/series/${ownIds.series}/archive`,
  `/instances/${ownIds.instance}/file`,
  `/instances/${ownIds.instance}/pdf`,
  `/instances/${ownIds.instance}/frames/0/raw`,
  `/instances/${ownIds.instance}/attachments/dicom/data`,
]
/** Each would make Orthanc work or answer without bound, for whoever asks. */
const boundless = [
  `${instance}/frames/1,2,1`,
  `${instance}/rendered?viewport=12000,12000`,
  `${instance}/rendered?viewport=0,0`,
  `${instance}/rendered?quality=1000`,
  `/instances/${ownIds.instance}/rendered?width=20000&height=20000`,
]
const neverForGuests = [
  `/studies/${ownIds.study}/patient`,
  `/series/${ownIds.series}/patient`,
  `/instances/${ownIds.instance}/patient`,
  `/patients/${ownIds.patient}`,
  `/patients/${ownIds.patient}/studies`,
  `/patients/${ownIds.patient}/archive`,
  `/studies/${ownIds.study}/labels`,
  `/studies/${ownIds.study}/metadata/RemoteAET`,
  '/studies',
  '/patients',
  '/changes',
  '/statistics',
  '/system',
  '/tools/labels',
  '/modalities',
  '/dicom-web/servers',
]
/** Somebody else's, also a sibling of the same patient. */
const elsewhere = [
  '/dicom-web/studies/1.2.2/metadata',
  '/dicom-web/studies/1.2.4/series/1.2.4.1/instances/1.2.4.1.1/frames/1',
  '/dicom-web/studies/9.9.9/metadata',
  `/studies/${siblingIds.study}`,
  `/series/${siblingIds.series}`,
  `/instances/${siblingIds.instance}/preview`,
  `/studies/${idsOf(stranger).study}`,
]
const writing: [string, string][] = [
  ['DELETE', `/studies/${ownIds.study}`],
  ['DELETE', `/instances/${ownIds.instance}`],
  ['PUT', `/studies/${ownIds.study}/labels/x`],
  ['DELETE', `/studies/${ownIds.study}/labels/external`],
  ['PUT', `/studies/${ownIds.study}/metadata/x`],
  ['POST', `/studies/${ownIds.study}/anonymize`],
  ['POST', `/studies/${ownIds.study}/modify`],
  ['POST', `/studies/${ownIds.study}/merge`],
  ['POST', `/studies/${ownIds.study}/archive`],
  ['POST', '/dicom-web/studies/1.2.1'],
  ['POST', '/dicom-web/studies'],
  ['POST', '/instances'],
  ['POST', '/tools/create-archive'],
  ['POST', '/tools/create-media'],
  ['POST', '/tools/bulk-content'],
  ['POST', '/tools/execute-script'],
]
/** For nobody, not even an administrator. */
const unknownToAll: [string, string][] = [
  ['GET', '/'],
  ['GET', '/tools/create-archive?resources=x'],
  ['POST', '/tools/execute-script'],
  ['POST', '/tools/reset'],
  ['POST', '/tools/shutdown'],
  ['POST', '/tools/find'],
  ['GET', '/dicom-web/studies'],
  ['GET', '/dicom-web/studies?StudyInstanceUID=1.2.1'],
  ['GET', '/dicom-web/series'],
  ['GET', '/wado?requestType=WADO&studyUID=1.2.1'],
  ['GET', `${study}/unknown`],
  ['GET', `${study}/series?StudyInstanceUID=1.2.4`],
  ['GET', `${study}/series?0020000D=1.2.4`],
  ['GET', `${study}/metadata?foo=1`],
  ['GET', `${instance}/frames/0`],
  ['GET', `${instance}/frames/x`],
  ['GET', `${instance}/bulk/../../7FE00010`],
  ['GET', '/dicom-web/studies/1.2.x/metadata'],
  ['GET', `/dicom-web/studies/${'1.'.repeat(33)}/metadata`],
  ['GET', '/studies/1.2.1'],
  ['GET', `/studies/${ownIds.study.toUpperCase()}`],
  ['GET', `/studies/${ownIds.study}?_method=DELETE`],
  ['GET', `/studies/${ownIds.study}/archive?token=doctor`],
  ['GET', `/studies/${ownIds.study}/archive/`],
  ['GET', `/studies/${ownIds.study}/../${siblingIds.study}`],
  ['PATCH', `/studies/${ownIds.study}`],
  ['OPTIONS', `/studies/${ownIds.study}`],
  ['get', `/studies/${ownIds.study}`],
  ['', `/studies/${ownIds.study}`],
]

describe('the proxy', () => {
  test('must give its own name and password', async () => {
    const { app } = createTestGateway()
    expect((await app.request('/gateway/authorize')).status).toBe(401)
  })
  test('learns the canonical target, without the prefix', async () => {
    const { authorize } = createTestGateway()
    const target = '/orthanc/dicom-web/studies/1.2.1/series?includefield=0008103E%2C00080021'
    expect(await authorize('slv_own', target)).toEqual({
      status: 204,
      target: '/dicom-web/studies/1.2.1/series?includefield=0008103E,00080021',
    })
  })
  test('is told no target with a refusal', async () => {
    const { authorize } = createTestGateway()
    expect(await authorize('slv_own', '/dicom-web/studies/1.2.2/metadata')).toEqual({
      status: 403,
      target: null,
    })
  })
})

describe('without a token', () => {
  test.each([...viewing, ...downloading, ...neverForGuests, ...elsewhere, '/nonsense'])(
    '%s is not signed in',
    async (target) => {
      expect((await createTestGateway().authorize(undefined, target)).status).toBe(401)
    },
  )
})

describe('a token that is not good', () => {
  test.each(['slv_expired', 'slv_revoked', 'slv_unknown', 'slv_forged', 'not-ours'])(
    '%s is not signed in',
    async (token) => {
      const { authorize } = createTestGateway()
      expect((await authorize(token, `${study}/metadata`)).status).toBe(401)
    },
  )
  test.each(['slv_storeless', 'identity-down'])('%s: what cannot be known is refused', async (token) => {
    const { authorize } = createTestGateway()
    expect((await authorize(token, `${study}/metadata`)).status).toBe(403)
  })
  test('beside a good one refuses both', async () => {
    const { authorize } = createTestGateway()
    const target = `${study}/metadata`
    expect(
      (await authorize('doctor', target, { headers: { 'X-Original-Token': 'slv_expired' } })).status,
    ).toBe(401)
    expect((await authorize('slv_own, slv_expired', target)).status).toBe(401)
  })
})

describe('a guest who may view', () => {
  test.each(viewing)('reads %s', async (target) => {
    const { authorize } = createTestGateway()
    expect(await authorize('slv_own', target)).toMatchObject({ status: 204 })
    expect(await authorize('slv_own', target, { method: 'HEAD' })).toMatchObject({ status: 204 })
  })
  test.each([...downloading, ...neverForGuests, ...elsewhere, ...boundless])(
    'is refused %s',
    async (target) => {
      const { authorize } = createTestGateway()
      expect((await authorize('slv_own', target)).status).toBe(403)
    },
  )
  test.each(writing)('is refused %s %s', async (method, target) => {
    expect((await createTestGateway().authorize('slv_own', target, { method })).status).toBe(403)
  })
  test('may send the token in the header «token», with or without the scheme', async () => {
    const { authorize } = createTestGateway()
    for (const token of ['slv_own', 'Bearer slv_own'])
      expect(
        (await authorize(undefined, `${study}/metadata`, { headers: { 'X-Original-Token': token } })).status,
      ).toBe(204)
  })
  test('has every study of the share', async () => {
    const { authorize } = createTestGateway()
    expect((await authorize('slv_both', '/dicom-web/studies/1.2.3/metadata')).status).toBe(204)
    expect((await authorize('slv_both', `${study}/metadata`)).status).toBe(204)
  })
})

describe('a guest who may download', () => {
  test.each([...viewing, ...downloading])('reads %s', async (target) => {
    expect((await createTestGateway().authorize('sld_own', target)).status).toBe(204)
  })
  test.each([...neverForGuests, ...elsewhere, ...boundless])('is refused %s', async (target) => {
    expect((await createTestGateway().authorize('sld_own', target)).status).toBe(403)
  })
  test.each(writing)('is refused %s %s', async (method, target) => {
    expect((await createTestGateway().authorize('sld_own', target, { method })).status).toBe(403)
  })
})

describe('?token=', () => {
  const archive = `/studies/${ownIds.study}/archive`
  test('downloads an archive and does not reach Orthanc', async () => {
    const { authorize } = createTestGateway()
    expect(await authorize(undefined, `${archive}?filename=a.zip&token=sld_own`)).toEqual({
      status: 204,
      target: `${archive}?filename=a.zip`,
    })
  })
  test.each([
    ['a view token', `${archive}?token=slv_own`],
    ['an access token', `${archive}?token=doctor`],
    ['any other route', `/studies/${ownIds.study}?token=sld_own`],
    ['DICOMweb', `${study}/metadata?token=sld_own`],
    ['the archive of a series', `/series/${ownIds.series}/archive?token=sld_own`],
    ['two tokens', `${archive}?token=sld_own&token=sld_own`],
  ])('is not accepted for %s', async (_what, target) => {
    expect((await createTestGateway().authorize(undefined, target)).status).toBe(401)
  })
  test('makes a clinician a guest', async () => {
    const { authorize } = createTestGateway()
    expect((await authorize('doctor', `/studies/${siblingIds.study}/archive?token=sld_own`)).status).toBe(403)
  })
})

describe('several tokens', () => {
  test('allow only what each of them allows', async () => {
    const { authorize } = createTestGateway()
    const with2 = (target: string) =>
      authorize('doctor', target, { headers: { 'X-Original-Token': 'slv_own' } })
    expect((await with2(`${study}/metadata`)).status).toBe(204)
    expect((await with2('/dicom-web/studies/1.2.2/metadata')).status).toBe(403)
    expect((await with2(study)).status).toBe(403)
    expect((await authorize('slv_both, slv_second', `${study}/metadata`)).status).toBe(403)
    expect((await authorize('slv_both, slv_second', '/dicom-web/studies/1.2.3/metadata')).status).toBe(204)
  })
  test('are refused when there are more than anybody sends', async () => {
    const { authorize } = createTestGateway()
    expect(
      (await authorize('slv_own, sld_own, slv_both, slv_second, doctor', `${study}/metadata`)).status,
    ).toBe(401)
  })
})

describe('a UID that two patients’ studies carry', () => {
  const both = () => createTestGateway([own, twin, second])
  test('is refused to guests: Orthanc would show the stranger’s series', async () => {
    expect((await both().authorize('slv_own', `${series}/metadata`)).status).toBe(403)
  })
  test('is refused to guests also when only the stranger’s is left', async () => {
    const { authorize } = createTestGateway([twin, second])
    expect((await authorize('slv_own', `${series}/metadata`)).status).toBe(403)
  })
  test('is refused to clinicians who see by labels', async () => {
    expect((await both().authorize('external', `${series}/metadata`)).status).toBe(403)
  })
  test('still opens by Orthanc ID, each to its own guest', async () => {
    const { authorize } = both()
    expect((await authorize('slv_own', `/studies/${ownIds.study}`)).status).toBe(204)
    expect((await authorize('slv_own', `/studies/${idsOf(twin).study}`)).status).toBe(403)
  })
})

describe('a clinician who sees all', () => {
  test.each([
    ...viewing,
    ...downloading,
    ...neverForGuests.filter((one) => !one.startsWith('/dicom-web/servers')),
  ])('reads %s', async (target) => {
    const { authorize, standIn } = createTestGateway()
    expect((await authorize('doctor', target)).status).toBe(204)
    expect(standIn.requests).toEqual([])
  })
  test.each(unknownToAll)('is refused %s %s, administrator or not', async (method, target) => {
    expect((await createTestGateway().authorize('admin', target, { method })).status).toBe(403)
  })
  test.each(
    writing.filter(([, target]) => !target.endsWith('execute-script') && !target.includes('metadata')),
  )('may %s %s only with the permission', async (method, target) => {
    const { authorize } = createTestGateway()
    expect((await authorize('admin', target, { method })).status).toBe(204)
    expect((await authorize('nobody', target, { method })).status).toBe(403)
  })
  test.each([
    ['GET', `/studies/${ownIds.study}/archive`, 'download'],
    ['POST', '/tools/create-archive', 'download'],
    ['POST', '/instances', 'upload'],
    ['POST', '/dicom-web/studies', 'upload'],
    ['PUT', `/studies/${ownIds.study}/labels/x`, 'edit-labels'],
    ['POST', `/series/${ownIds.series}/modify`, 'modify'],
    ['POST', '/tools/bulk-modify', 'modify'],
    ['DELETE', `/series/${ownIds.series}`, 'delete'],
    ['POST', '/tools/bulk-delete', 'delete'],
    ['POST', `/studies/${ownIds.study}/anonymize`, 'anonymize'],
    ['POST', '/tools/bulk-anonymize', 'anonymize'],
    ['POST', '/modalities/pacs/store', 'send'],
    ['POST', '/dicom-web/servers/other/stow', 'send'],
    ['POST', '/modalities/pacs/query', 'q-r-remote-modalities'],
    ['PUT', '/tools/log-level', 'settings'],
    ['PUT', '/auth/settings/roles', 'admin-permissions'],
  ])('needs for %s %s the permission %s', async (method, target, permission) => {
    const { authorize } = createTestGateway()
    const doctorHas = ['view', 'download', 'share', 'send'].includes(permission)
    expect((await authorize('admin', target, { method })).status).toBe(204)
    expect((await authorize('doctor', target, { method })).status).toBe(doctorHas ? 204 : 403)
  })
  test('cannot turn a POST into a DELETE by a header', async () => {
    const headers = { 'X-HTTP-Method-Override': 'DELETE' }
    const { authorize } = createTestGateway()
    expect((await authorize('admin', `/studies/${ownIds.study}`, { headers })).status).toBe(403)
  })
})

describe('a clinician who sees by labels', () => {
  test.each([...viewing, ...downloading])('reads %s, which carries the label', async (target) => {
    expect((await createTestGateway().authorize('external', target)).status).toBe(204)
  })
  test.each(elsewhere)('is refused %s, which does not', async (target) => {
    expect((await createTestGateway().authorize('external', target)).status).toBe(403)
  })
  test('sees a patient only when all studies of theirs are visible', async () => {
    const { authorize } = createTestGateway()
    expect((await authorize('external', `/patients/${ownIds.patient}`)).status).toBe(403)
    expect((await authorize('external', `/studies/${ownIds.study}/patient`)).status).toBe(403)
    expect((await authorize('external', `/patients/${idsOf(second).patient}`)).status).toBe(204)
    expect((await authorize('external', `/studies/${idsOf(second).study}/patient`)).status).toBe(204)
    expect((await authorize('external', `/patients/${idsOf(twin).patient}`)).status).toBe(403)
  })
  test.each([
    ['GET', '/studies'],
    ['GET', '/tools/labels'],
    ['GET', '/patients'],
    ['GET', '/series'],
    ['GET', '/instances'],
    ['GET', '/changes'],
    ['GET', '/statistics'],
    ['POST', '/tools/create-archive'],
    ['POST', '/tools/bulk-content'],
  ])('is refused %s %s, which tells of any study', async (method, target) => {
    expect((await createTestGateway().authorize('external', target, { method })).status).toBe(403)
  })
  test('changes only what is visible, and merges nothing', async () => {
    const { authorize } = createTestGateway()
    const may = async (method: string, target: string) =>
      (await authorize('editor', target, { method })).status
    expect(await may('PUT', `/studies/${ownIds.study}/labels/x`)).toBe(204)
    expect(await may('DELETE', `/studies/${ownIds.study}`)).toBe(204)
    expect(await may('DELETE', `/studies/${siblingIds.study}`)).toBe(403)
    expect(await may('POST', `/series/${siblingIds.series}/modify`)).toBe(403)
    expect(await may('POST', `/studies/${ownIds.study}/merge`)).toBe(403)
    expect(await may('POST', '/tools/bulk-delete')).toBe(403)
  })
  test('without any label sees nothing, with all permissions', async () => {
    const { authorize } = createTestGateway()
    for (const target of [...viewing, ...downloading])
      expect((await authorize('unlabelled', target)).status).toBe(403)
  })
  test('sees a changed label within the cache’s time', async () => {
    const { authorize, standIn, pass } = createTestGateway([own])
    expect((await authorize('external', `${study}/metadata`)).status).toBe(204)
    standIn.hold([{ ...own, labels: [] }])
    pass(STUDY_CACHE_MS + 1)
    expect((await authorize('external', `${study}/metadata`)).status).toBe(403)
  })
})

describe('a study that comes to carry a label that is never shared', () => {
  test('closes to guests who have it open within the cache’s time, and to nobody else', async () => {
    const { authorize, standIn, pass } = createTestGateway([own, second])
    const frame = `${instance}/frames/1`
    expect((await authorize('slv_own', frame)).status).toBe(204)
    standIn.hold([{ ...own, labels: ['external', 'vip'] }, second])
    pass(STUDY_CACHE_MS + 1)
    for (const target of [frame, `/series/${ownIds.series}`])
      expect((await authorize('slv_own', target)).status).toBe(403)
    expect((await authorize('slv_both', '/dicom-web/studies/1.2.3/metadata')).status).toBe(204)
    for (const token of ['slv_instant', 'doctor', 'external'])
      expect((await authorize(token, frame)).status).toBe(204)
  })
})

describe('Orthanc', () => {
  test('is asked once for the many frames of a study', async () => {
    const { authorize, standIn } = createTestGateway()
    await Promise.all(
      Array.from({ length: 40 }, (_one, index) => authorize('slv_own', `${instance}/frames/${index + 1}`)),
    )
    expect(standIn.requests).toEqual(['POST /tools/find'])
  })
  test('is asked once for the study of a series', async () => {
    const { authorize, standIn, pass } = createTestGateway()
    await authorize('slv_own', `/series/${ownIds.series}`)
    pass(STUDY_CACHE_MS + 1)
    await authorize('slv_own', `/series/${ownIds.series}`)
    expect(standIn.requests).toEqual([`GET /series/${ownIds.series}/study`, `GET /studies/${ownIds.study}`])
  })
  test('is not asked about studies that no grant names', async () => {
    const { authorize, standIn } = createTestGateway()
    for (const target of elsewhere.filter((one) => !/^\/(?:series|instances)/.test(one)))
      await authorize('slv_own', target)
    expect(standIn.requests).toEqual([])
  })
  test.each(['down', 'hanging', 'failing', 'nonsense'] as const)(
    'that is %s refuses, and is asked again afterwards',
    async (behaviour) => {
      const { authorize, standIn } = createTestGateway()
      standIn.behave(behaviour)
      expect((await authorize('slv_own', `${study}/metadata`)).status).toBe(403)
      standIn.behave('up')
      expect((await authorize('slv_own', `${study}/metadata`)).status).toBe(204)
    },
  )
})
