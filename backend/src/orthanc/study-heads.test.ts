import { describe, expect, test } from 'vitest'
import type { Clinician } from '../identity/clinician.ts'
import { createOrthancClient } from './client.ts'
import { createStandInOrthanc, idsOf, SERVICE, type StandInStudy } from './stand-in-orthanc.ts'
import { createStudyHeads } from './study-heads.ts'

const labelled: StandInStudy = {
  studyInstanceUID: '1.2.1',
  patientID: 'P1',
  patientName: 'Example^Ada',
  studyDate: '20260115',
  labels: ['external'],
}
const unlabelled: StandInStudy = { studyInstanceUID: '1.2.2', patientID: 'P2' }
const clinician = (authorizedLabels: readonly string[]): Clinician => ({
  iss: 'https://issuer.example.org',
  sub: 'user-1',
  name: 'Dr. Ada Example',
  permissions: new Set(['view']),
  authorizedLabels,
  expiresAtMs: 0,
})
const references = [
  { studyInstanceUID: '1.2.1' },
  { orthancId: idsOf(unlabelled).study },
  { studyInstanceUID: '9.9.9' },
  { orthancId: '0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d' },
]

describe.each(['service', 'clinician'] as const)('the heads of studies, asked as the %s', (asks) => {
  const standIn = createStandInOrthanc([labelled, unlabelled], {
    'Bearer doctor': [labelled, unlabelled],
    'Bearer external': [labelled],
  })
  const orthanc = createOrthancClient({
    baseUrl: 'http://orthanc.internal:8042',
    ...SERVICE,
    fetch: standIn.fetch,
    timeoutMs: 1_000,
    log: { warn: () => undefined },
  })
  const heads = createStudyHeads(orthanc, asks)

  test('are those of the known and visible studies, without their labels', async () => {
    expect(await heads.lookup(clinician(['*']), 'Bearer doctor', references)).toEqual({
      ok: true,
      value: [
        {
          studyInstanceUID: '1.2.1',
          orthancId: idsOf(labelled).study,
          patientName: 'Example^Ada',
          patientId: 'P1',
          studyDate: '20260115',
          modalities: ['CT', 'SR'],
        },
        {
          studyInstanceUID: '1.2.2',
          orthancId: idsOf(unlabelled).study,
          patientId: 'P2',
          modalities: ['CT', 'SR'],
        },
      ],
    })
  })

  test('leave out what the caller may not see, as what does not exist', async () => {
    const found = await heads.lookup(clinician(['external']), 'Bearer external', references)
    expect(found).toMatchObject({ ok: true, value: [{ studyInstanceUID: '1.2.1' }] })
    expect(await heads.lookup(clinician([]), 'Bearer external', references)).toEqual({ ok: true, value: [] })
  })

  test('come by one question for all UIDs', async () => {
    standIn.requests.length = 0
    const many = Array.from({ length: 200 }, (_, i) => ({ studyInstanceUID: `1.2.${i}` }))
    await heads.lookup(clinician(['*']), 'Bearer doctor', many)
    expect(standIn.requests).toEqual(['POST /tools/find'])
  })

  test('cannot be told while Orthanc is away', async () => {
    standIn.behave('down')
    expect(await heads.lookup(clinician(['*']), 'Bearer doctor', references)).toEqual({
      ok: false,
      refusal: { reason: 'orthanc-unavailable' },
    })
    standIn.behave('up')
  })
})
