import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { idsOf, type StandInStudy } from '../orthanc/stand-in-orthanc.ts'
import { createTestGateway, own, second, sibling, stranger } from './stand-in-callers.ts'

/** Property tests: whatever is asked, a guest reaches nothing outside the grant, and nothing breaks. */
const studies = [own, sibling, second, stranger]
const { authorize } = createTestGateway(studies)

const below = (study: StandInStudy): string[] => {
  const ids = idsOf(study)
  const dicomWeb = `/dicom-web/studies/${study.studyInstanceUID}`
  const instance = `${dicomWeb}/series/${ids.seriesInstanceUID}/instances/${ids.sopInstanceUID}`
  return [
    dicomWeb,
    `${dicomWeb}/metadata`,
    `${dicomWeb}/series?limit=5`,
    instance,
    `${instance}/frames/1/rendered`,
    `${instance}/bulk/7FE00010`,
    `/studies/${ids.study}`,
    `/studies/${ids.study}/archive?token=sld_own`,
    `/studies/${ids.study}/patient`,
    `/series/${ids.series}/study`,
    `/instances/${ids.instance}/file`,
    `/patients/${ids.patient}`,
    `/instances/${ids.instance}/attachments/dicom/data`,
  ]
}
const plain = [
  ...studies.flatMap(below),
  '/changes',
  '/tools/find',
  '/tools/create-archive?resources=x',
  '/dicom-web/studies',
  '/wado',
  '/system',
]
const words = [
  ...studies.flatMap((study) => [study.studyInstanceUID, idsOf(study).study, idsOf(study).series]),
  '..',
  '.',
  '',
  '%2e%2e',
  '%2f',
  '%252e',
  ';x',
  '\\',
  ',1.2.4',
  '*',
  '?',
  '&',
  '=',
  '#',
  '//',
  '/',
  '/../',
  'orthanc',
  'archive',
  'patient',
  'series',
  'metadata',
  'instances',
  '/metadata',
  '/patient',
  '/file',
  '/archive',
  '?StudyInstanceUID=1.2.4',
  '&0020000D=1.2.4',
  '?_method=DELETE',
  '?token=sld_own',
  '&token=doctor',
  '?limit=1',
]
/** Cuts a piece out of a target and puts another there, none or several times. */
const change = fc.record({
  at: fc.nat(120),
  cut: fc.oneof(fc.constant(0), fc.nat(40)),
  put: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.string() }),
})
const changed = fc
  .tuple(fc.constantFrom(...plain), fc.array(change, { maxLength: 2 }))
  .map(([text, changes]) =>
    changes.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text),
  )
/** Puts segments of good targets together anew. */
const assembled = fc
  .array(fc.constantFrom(...plain.flatMap((one) => one.split('/')), ...words), { maxLength: 9 })
  .map((parts) => `/${parts.join('/')}`)
const target = fc.oneof(
  { weight: 6, arbitrary: changed },
  { weight: 2, arbitrary: assembled },
  { weight: 1, arbitrary: fc.string() },
)
const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'get', 'X')
/** What HTTP lets into a header's value. */
const isHeaderValue = (text: string) => /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text) && text.trim() === text

/** The one study that an allowed target may reach: read from the target itself, not from the guard's parts. */
const reaches = (allowed: string): string | undefined => {
  const { pathname } = new URL(allowed, 'http://orthanc')
  const [, dicomWebUid] = /^\/dicom-web\/studies\/([0-9.]+)(?:\/|$)/.exec(pathname) ?? []
  if (dicomWebUid !== undefined) return dicomWebUid
  const [, level, id] = /^\/(studies|series|instances)\/([0-9a-f-]{44})(?:\/|$)/.exec(pathname) ?? []
  const found = studies.find((one) => {
    const { study, series, instance } = idsOf(one)
    return id === { studies: study, series, instances: instance }[level ?? '']
  })
  return pathname.includes('/patient') ? undefined : found?.studyInstanceUID
}

test('a guest’s token never opens anything outside the grant', async () => {
  let granted = 0
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('slv_own', 'sld_own'), method, target, async (token, verb, raw) => {
      fc.pre(isHeaderValue(raw))
      const answer = await authorize(token, raw, { method: verb })
      expect([204, 401, 403]).toContain(answer.status)
      if (answer.status !== 204) return
      granted += 1
      expect(['GET', 'HEAD']).toContain(verb)
      expect(reaches(answer.target ?? '')).toBe('1.2.1')
      expect(answer.target).not.toMatch(/token|_method|%2e|\/\.{1,2}(\/|$)|\/\//i)
      const beyond = token === 'slv_own' ? /archive|media|\/file|attachments|\/raw/ : /\/patient/
      expect(answer.target).not.toMatch(beyond)
    }),
    { numRuns: 6_000 },
  )
  // The test would be worth nothing if its targets were all nonsense.
  expect(granted).toBeGreaterThan(20)
}, 30_000)

test('nothing opens without a token, whatever is asked', async () => {
  await fc.assert(
    fc.asyncProperty(method, target, async (verb, raw) => {
      fc.pre(isHeaderValue(raw) && !raw.includes('sld_own'))
      expect((await authorize(undefined, raw, { method: verb })).status).toBe(401)
    }),
    { numRuns: 1_000 },
  )
})

test('whatever stands in the headers, the guard answers 204, 401 or 403', async () => {
  const value = fc.string().filter(isHeaderValue)
  await fc.assert(
    fc.asyncProperty(value, value, method, async (authorization, token, verb) => {
      const headers = { 'X-Original-Authorization': authorization, 'X-Original-Token': token }
      const { status } = await authorize(undefined, '/dicom-web/studies/1.2.4/metadata', {
        method: verb,
        headers,
      })
      expect([401, 403]).toContain(status)
    }),
    { numRuns: 1_000 },
  )
})

test('a clinician who sees by labels never reaches another study', async () => {
  await fc.assert(
    fc.asyncProperty(method, target, async (verb, raw) => {
      fc.pre(isHeaderValue(raw))
      const answer = await authorize('external', raw, { method: verb })
      if (answer.status !== 204) return
      const isService = /^\/(?:system|plugins|tools\/(?:now|now-local|labels|generate-uid))/.test(
        answer.target ?? '',
      )
      const isSecondPatient = answer.target?.startsWith(`/patients/${idsOf(second).patient}`) ?? false
      if (isService || isSecondPatient || answer.target?.includes('/patient')) return
      expect(['1.2.1', '1.2.3']).toContain(reaches(answer.target ?? ''))
    }),
    { numRuns: 1_000 },
  )
})

test('a list that could be read in two ways is read in one, by strangers too', async () => {
  // Each further entry would double the time; the last comma makes every way a wrong one.
  const list = 'AAAAAAAA,'.repeat(26)
  const answer = await authorize(undefined, `/dicom-web/studies/1.2.1/series?includefield=${list}`)
  expect(answer.status).toBe(401)
})
