import { describe, expect, it } from 'vitest'
import { createFakeOhif } from '../fake-ohif.ts'
import { studiesToShare } from './study-heads.ts'

const ct = {
  displaySetInstanceUID: 'ct',
  StudyInstanceUID: '1.2.3',
  Modality: 'CT',
  instances: [
    {
      PatientName: [{ Alphabetic: 'Adams^Anna' }],
      PatientID: 'P1',
      PatientBirthDate: '19610312',
      StudyDate: '20261120',
      StudyDescription: 'CT Abdomen',
    },
  ],
}
const seg = { displaySetInstanceUID: 'seg', StudyInstanceUID: '1.2.3', Modality: 'SEG', instance: {} }
const prior = { displaySetInstanceUID: 'prior', StudyInstanceUID: '9.9', Modality: 'MR' }

const share = (displaySets: (typeof ct | typeof seg | typeof prior)[], active?: string) => {
  const { fake, host } = createFakeOhif()
  fake.displaySets = displaySets
  fake.activeDisplaySetUID = active
  return studiesToShare(host.servicesManager.services)
}
const uidsOf = (studies: { studyInstanceUID: string }[]) => studies.map((study) => study.studyInstanceUID)

describe('the studies that a click on Share means', () => {
  it('are the one in the active viewport, with what names it', () => {
    expect(share([prior, ct, seg], 'ct').studies).toEqual([
      {
        studyInstanceUID: '1.2.3',
        patientName: 'Adams^Anna',
        patientId: 'P1',
        patientBirthDate: '19610312',
        studyDate: '20261120',
        studyDescription: 'CT Abdomen',
        modalities: ['CT', 'SEG'],
        accessionNumber: undefined,
      },
    ])
  })

  it('are all loaded ones where no viewport is active', () => {
    const { studies, alsoOpen } = share([ct, prior])
    expect(uidsOf(studies)).toEqual(['1.2.3', '9.9'])
    expect(alsoOpen).toEqual([])
  })

  it('offer the other loaded ones, without sharing them', () => {
    const { studies, alsoOpen } = share([prior, ct, seg], 'ct')
    expect(uidsOf(studies)).toEqual(['1.2.3'])
    expect(uidsOf(alsoOpen)).toEqual(['9.9'])
  })

  it('are none before anything is loaded', () => {
    expect(share([])).toEqual({ studies: [], alsoOpen: [] })
  })

  it.each([
    ['Adams^Anna', 'Adams^Anna'],
    [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }, 'Yamada^Tarou=山田^太郎'],
    [[{ Alphabetic: '' }], undefined],
    ['  ', undefined],
    [null, undefined],
  ])('understand the name %j', (PatientName, expected) => {
    const [study] = share([{ ...ct, instances: [{ PatientName }] } as unknown as typeof ct], 'ct').studies
    expect(study?.patientName).toBe(expected)
  })
})
