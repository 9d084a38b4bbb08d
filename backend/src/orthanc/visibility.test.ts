import { describe, expect, test } from 'vitest'
import type { Clinician } from '../identity/clinician.ts'
import { createOrthancClient } from './client.ts'
import { createPluginVisibility } from './plugin-visibility.ts'
import { createStudyPresence } from './presence.ts'
import { createServiceVisibility } from './service-visibility.ts'
import { createStandInOrthanc, idsOf, SERVICE, type StandInStudy } from './stand-in-orthanc.ts'

const labelled: StandInStudy = { studyInstanceUID: '1.2.1', patientID: 'P1', labels: ['external'] }
const sibling: StandInStudy = { studyInstanceUID: '1.2.2', patientID: 'P1' }
const twinA: StandInStudy = { studyInstanceUID: '1.2.9', patientID: 'P2', labels: ['external'] }
const twinB: StandInStudy = { studyInstanceUID: '1.2.9', patientID: 'P3' }
const all = [labelled, sibling, twinA, twinB]

const clinician = (authorizedLabels: readonly string[]): Clinician => ({
  iss: 'https://issuer.example.org',
  sub: 'user-1',
  name: 'Dr. Ada Example',
  permissions: new Set(['view', 'share']),
  authorizedLabels,
  expiresAtMs: 0,
})
const log = { warn: () => undefined }
const orthancOf = (studies = all, visibleTo = {}) => {
  const standIn = createStandInOrthanc(studies, visibleTo)
  const client = createOrthancClient({
    baseUrl: 'http://orthanc.internal:8042/',
    ...SERVICE,
    fetch: standIn.fetch,
    timeoutMs: 1_000,
    log,
  })
  return { standIn, client }
}
const uid = ({ studyInstanceUID }: StandInStudy) => ({ studyInstanceUID })
const id = (study: StandInStudy) => ({ orthancId: idsOf(study).study })
const study = (one: StandInStudy) => ({
  orthancId: idsOf(one).study,
  studyInstanceUID: one.studyInstanceUID,
  labels: one.labels ?? [],
})
const unknown = { studyInstanceUID: '9.9.9' }
const notVisible = (index: number) => ({ ok: false, refusal: { reason: 'study-not-visible', index } })
const ambiguous = (index: number) => ({ ok: false, refusal: { reason: 'study-ambiguous', index } })
const unavailable = { ok: false, refusal: { reason: 'orthanc-unavailable' } }
const doctorToken = 'Bearer doctor'
const externalToken = 'Bearer external'

describe.each([
  ['stock Orthanc', createServiceVisibility],
  ['Orthanc with the plugin', createPluginVisibility],
])('with %s', (_name, createVisibility) => {
  const setUp = () => {
    const { standIn, client } = orthancOf(all, {
      [doctorToken]: all,
      [externalToken]: all.filter(({ labels }) => labels?.includes('external')),
    })
    const visibility = createVisibility(client)
    return {
      standIn,
      doctor: (...references: Parameters<typeof visibility.resolve>[2][number][]) =>
        visibility.resolve(clinician(['*']), doctorToken, references),
      external: (...references: Parameters<typeof visibility.resolve>[2][number][]) =>
        visibility.resolve(clinician(['external']), externalToken, references),
    }
  }

  test('studies are found by either name, in the order asked', async () => {
    const { doctor } = setUp()
    expect(await doctor(id(sibling), uid(labelled))).toEqual({
      ok: true,
      value: [study(sibling), study(labelled)],
    })
  })
  test('an unknown study and an invisible one are refused alike', async () => {
    const { external } = setUp()
    expect(await external(uid(labelled), unknown)).toEqual(notVisible(1))
    expect(await external(uid(labelled), uid(sibling))).toEqual(notVisible(1))
    expect(await external(uid(labelled), id(sibling))).toEqual(notVisible(1))
    expect(await external({ orthancId: '00000000-00000000-00000000-00000000-00000000' })).toEqual(
      notVisible(0),
    )
  })
  test('a restricted clinician sees what carries the label', async () => {
    const { external } = setUp()
    expect(await external(uid(labelled), id(labelled))).toEqual({
      ok: true,
      value: [study(labelled), study(labelled)],
    })
  })
  test('a UID of two studies is ambiguous, by either name', async () => {
    const { doctor, external } = setUp()
    expect(await doctor(uid(labelled), uid(twinA))).toEqual(ambiguous(1))
    expect(await doctor(id(twinA))).toEqual(ambiguous(0))
    expect(await external(id(twinA))).toEqual(ambiguous(0))
  })
  test('the twin that is not visible is not told of by its Orthanc ID', async () => {
    expect(await setUp().external(id(twinB))).toEqual(notVisible(0))
  })
  test('nobody sees anything without labels', async () => {
    const { client } = orthancOf(all, { [doctorToken]: all })
    const result = createVisibility(client).resolve(clinician([]), doctorToken, [uid(labelled)])
    expect(await result).toEqual(notVisible(0))
  })
  test.each(['down', 'hanging', 'failing', 'nonsense'] as const)(
    'Orthanc %s is told as such',
    async (behaviour) => {
      const { standIn, doctor } = setUp()
      standIn.behave(behaviour)
      expect(await doctor(uid(labelled))).toEqual(unavailable)
      expect(await doctor(id(labelled))).toEqual(unavailable)
    },
  )
})

test('the plugin is asked with the clinician’s own token only', async () => {
  const { standIn, client } = orthancOf(all, { [doctorToken]: all })
  const visibility = createPluginVisibility(client)
  expect((await visibility.resolve(clinician(['*']), doctorToken, [uid(labelled)])).ok).toBe(true)
  expect(standIn.requests).toEqual(['POST /tools/lookup', `GET /studies/${idsOf(labelled).study}`])
  expect(await visibility.resolve(clinician(['*']), 'Bearer unknown', [uid(labelled)])).toEqual(notVisible(0))
})

test('wrong credentials of the service are not «unknown study»', async () => {
  const { standIn } = orthancOf()
  const client = createOrthancClient({
    baseUrl: 'http://orthanc',
    username: 'x',
    password: 'y',
    fetch: standIn.fetch,
    log,
  })
  expect(await client.getStudy(idsOf(labelled).study)).toEqual(unavailable)
})

test('no authorized label finds nothing, although Orthanc takes an empty list for every study', async () => {
  const { standIn, client } = orthancOf()
  expect(await client.findStudies({ labels: [] })).toEqual({ ok: true, value: [] })
  expect(standIn.requests).toEqual([])
})

describe('presence', () => {
  test('tells the labels when all are there, nothing when one is gone', async () => {
    const presence = createStudyPresence(orthancOf().client)
    const ids = [labelled, sibling].map((one) => idsOf(one).study)
    expect(await presence.findAll(ids)).toMatchObject({
      ok: true,
      value: [{ labels: ['external'] }, { labels: [] }],
    })
    expect(await presence.findAll([...ids, idsOf(unknownStudy).study])).toEqual({
      ok: true,
      value: undefined,
    })
  })
  test('cannot be told while Orthanc is down', async () => {
    const { standIn, client } = orthancOf()
    standIn.behave('down')
    expect(await createStudyPresence(client).findAll([idsOf(labelled).study])).toEqual(unavailable)
  })
})
const unknownStudy: StandInStudy = { studyInstanceUID: '9.9.9', patientID: 'P9' }
