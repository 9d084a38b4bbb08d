import { expect, test } from 'vitest'
import { groupByPatient } from './group-by-patient.ts'
import type { StudyHead } from './study-head.ts'

const study = (head: Partial<StudyHead> = {}): StudyHead => ({
  studyInstanceUID: '1.2.3',
  patientName: 'Lindqvist^Anna',
  patientId: '4711',
  patientBirthDate: '19610312',
  ...head,
})
const countPatients = (...heads: Partial<StudyHead>[]) => groupByPatient(heads.map(study)).length

test('studies of one patient form one group, in the order given', () => {
  const [group] = groupByPatient([study({ studyInstanceUID: '1' }), study({ studyInstanceUID: '2' })])
  expect(group?.studies.map(({ studyInstanceUID }) => studyInstanceUID)).toEqual(['1', '2'])
})

test('a different patient ID, name or birth date makes a different patient', () => {
  expect(countPatients({}, { patientId: '4712' })).toBe(2)
  expect(countPatients({}, { patientName: 'Lindqvist^Karl' })).toBe(2)
  expect(countPatients({}, { patientBirthDate: '19610313' })).toBe(2)
})

test('case, padding and empty name components make no different patient', () => {
  expect(countPatients({}, { patientName: 'LINDQVIST ^ Anna^^^' })).toBe(1)
})

test('the same patient ID is enough when the rest is missing', () => {
  expect(countPatients({}, { patientName: undefined, patientBirthDate: '' })).toBe(1)
})

test('name and birth date are enough when a patient ID is missing; the name alone is not', () => {
  expect(countPatients({}, { patientId: undefined })).toBe(1)
  expect(countPatients({}, { patientId: undefined, patientBirthDate: undefined })).toBe(2)
})

test('studies that name nobody are never taken for one patient', () => {
  const nobody = { patientName: undefined, patientId: undefined, patientBirthDate: undefined }
  expect(countPatients(nobody, nobody)).toBe(2)
})

test('what one study lacks is taken from another of the same patient', () => {
  const [group] = groupByPatient([study({ patientBirthDate: undefined }), study()])
  expect(group?.patient.patientBirthDate).toBe('19610312')
})

test('a third study must fit all that is known of the group', () => {
  const first = { patientName: undefined }
  const second = { patientBirthDate: undefined }
  expect(countPatients(first, second, { patientName: 'Lindqvist^Karl' })).toBe(2)
})
