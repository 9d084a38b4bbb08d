import type { StudyReference } from '@studylink/backend/contract'
import type { StudyHead } from '@studylink/share-dialog'

export type HeadsAnswer =
  { kind: 'found'; studies: StudyHead[] } | { kind: 'signed-out' } | { kind: 'unreachable' }

export interface StudyHeadsDeps {
  /** Public DICOMweb root; Orthanc's own routes are one folder above. */
  dicomWebRoot: string
  accessToken: string
  fetch?: typeof fetch
}

const TIMEOUT_MS = 10_000

interface Attribute {
  Value?: (string | { Alphabetic?: string })[]
}
const textOf = (attribute: Attribute | undefined): string | undefined => {
  const [value] = attribute?.Value ?? []
  return typeof value === 'object' ? value.Alphabetic : value
}

const fromDicomJson = (study: Record<string, Attribute>): StudyHead | undefined => {
  const studyInstanceUID = textOf(study['0020000D'])
  if (studyInstanceUID === undefined) return undefined
  return {
    studyInstanceUID,
    patientName: textOf(study['00100010']),
    patientId: textOf(study['00100020']),
    patientBirthDate: textOf(study['00100030']),
    studyDate: textOf(study['00080020']),
    studyDescription: textOf(study['00081030']),
    accessionNumber: textOf(study['00080050']),
    modalities: study['00080061']?.Value as string[] | undefined,
  }
}

interface OrthancStudy {
  MainDicomTags?: Record<string, string>
  PatientMainDicomTags?: Record<string, string>
}
const fromOrthanc = ({
  MainDicomTags: own,
  PatientMainDicomTags: patient,
}: OrthancStudy): StudyHead | undefined => {
  const studyInstanceUID = own?.['StudyInstanceUID']
  if (studyInstanceUID === undefined) return undefined
  return {
    studyInstanceUID,
    patientName: patient?.['PatientName'],
    patientId: patient?.['PatientID'],
    patientBirthDate: patient?.['PatientBirthDate'],
    studyDate: own?.['StudyDate'],
    studyDescription: own?.['StudyDescription'],
    accessionNumber: own?.['AccessionNumber'],
  }
}

/** Names, birth dates and descriptions of studies, with the clinician's own rights: what they may not see is absent. */
export const readStudyHeads = async (
  references: readonly StudyReference[],
  { dicomWebRoot, accessToken, fetch = globalThis.fetch }: StudyHeadsDeps,
): Promise<HeadsAnswer> => {
  const orthancRoot = dicomWebRoot.replace(/[^/]+\/*$/, '')
  const readOne = async (
    reference: StudyReference,
  ): Promise<StudyHead | 'absent' | 'signed-out' | 'unreachable'> => {
    const address =
      'orthancId' in reference
        ? `${orthancRoot}studies/${reference.orthancId}`
        : `${dicomWebRoot}/studies?StudyInstanceUID=${reference.studyInstanceUID}&includefield=00081030,00080061,00100030`
    try {
      const response = await fetch(address, {
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (response.status === 401) return 'signed-out'
      if (response.status === 403 || response.status === 404 || response.status === 204) return 'absent'
      if (!response.ok) return 'unreachable'
      const answer = (await response.json()) as OrthancStudy | Record<string, Attribute>[]
      const head = Array.isArray(answer) ? answer[0] && fromDicomJson(answer[0]) : fromOrthanc(answer)
      return head ?? 'absent'
    } catch {
      return 'unreachable'
    }
  }
  const heads = await Promise.all(references.map(readOne))
  if (heads.includes('unreachable')) return { kind: 'unreachable' }
  if (heads.includes('signed-out')) return { kind: 'signed-out' }
  const found = heads.filter((head) => typeof head === 'object')
  // Two references may be one study: a UID and the Orthanc ID of the same.
  return { kind: 'found', studies: [...new Map(found.map((head) => [head.studyInstanceUID, head])).values()] }
}
