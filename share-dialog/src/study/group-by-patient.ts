import type { StudyHead } from './study-head.ts'

/** The studies of one patient, as far as their heads can tell. */
export interface PatientGroup {
  /** The patient's data: each from the first study that has it. */
  patient: Pick<StudyHead, 'patientName' | 'patientId' | 'patientBirthDate'>
  studies: [StudyHead, ...StudyHead[]]
}

/**
 * Sorts studies by patient, in the order given. Doubt separates, because merging two patients in silence is the
 * error that harms: two studies are of one patient only if nothing contradicts it and the patient ID, or the
 * name together with the birth date, says so.
 */
export const groupByPatient = (studies: readonly StudyHead[]): PatientGroup[] => {
  const groups: PatientGroup[] = []
  for (const study of studies) {
    const group = groups.find(({ patient }) => isSamePatient(patient, study))
    if (group) {
      group.studies.push(study)
      group.patient = {
        patientName: group.patient.patientName || study.patientName,
        patientId: group.patient.patientId || study.patientId,
        patientBirthDate: group.patient.patientBirthDate || study.patientBirthDate,
      }
    } else {
      const { patientName, patientId, patientBirthDate } = study
      groups.push({ patient: { patientName, patientId, patientBirthDate }, studies: [study] })
    }
  }
  return groups
}

const isSamePatient = (one: PatientGroup['patient'], other: PatientGroup['patient']): boolean => {
  const id = compare(one.patientId, other.patientId)
  const name = compare(one.patientName, other.patientName)
  const birthDate = compare(one.patientBirthDate, other.patientBirthDate)
  if ([id, name, birthDate].includes('different')) return false
  return id === 'same' || (name === 'same' && birthDate === 'same')
}

const compare = (one: string | undefined, other: string | undefined): 'same' | 'different' | 'unknown' => {
  const [left, right] = [normalise(one), normalise(other)]
  if (left === '' || right === '') return 'unknown'
  return left === right ? 'same' : 'different'
}

/** Case, padding and empty name components carry no identity. */
const normalise = (value = ''): string =>
  value
    .toLocaleLowerCase('en')
    .split('^')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .join('^')
    .replace(/\^+$/, '')
