import type { StudyHead } from '@studylink/share-dialog'

export interface ReadStudyHeadsOptions {
  orthancRoot: URL
  getAccessToken(): Promise<string | undefined>
  fetch?: typeof globalThis.fetch
}

/** One study of `POST /tools/find` with `Expand`. */
interface FoundStudy {
  MainDicomTags: Record<string, string>
  PatientMainDicomTags: Record<string, string>
  RequestedTags?: Record<string, string>
}

/**
 * What names the studies, asked of Orthanc in one search with the clinician's own rights, as OE2 fills its list.
 * A study that Orthanc does not show stays a bare UID: nothing is left out silently, the service refuses it.
 *
 * @throws when Orthanc does not answer the search
 */
export const readStudyHeads = async (
  studyInstanceUIDs: readonly string[],
  {
    orthancRoot,
    getAccessToken,
    fetch = (...request) => globalThis.fetch(...request),
  }: ReadStudyHeadsOptions,
): Promise<StudyHead[]> => {
  const response = await fetch(new URL('tools/find', orthancRoot), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await getAccessToken()}` },
    body: JSON.stringify({
      Level: 'Study',
      Expand: true,
      Query: { StudyInstanceUID: studyInstanceUIDs.join('\\') },
      RequestedTags: ['ModalitiesInStudy'],
    }),
    credentials: 'omit',
    cache: 'no-store',
  })
  if (!response.ok) throw new Error(`Orthanc answered ${response.status}`)
  const found = ((await response.json()) as FoundStudy[]).map(toHead)
  return studyInstanceUIDs.flatMap((studyInstanceUID) => {
    const heads = found.filter((head) => head.studyInstanceUID === studyInstanceUID)
    return heads.length > 0 ? heads : [{ studyInstanceUID }]
  })
}

const toHead = ({
  MainDicomTags: study,
  PatientMainDicomTags: patient,
  RequestedTags,
}: FoundStudy): StudyHead => ({
  studyInstanceUID: study['StudyInstanceUID'] ?? '',
  patientName: patient['PatientName'],
  patientId: patient['PatientID'],
  patientBirthDate: patient['PatientBirthDate'],
  studyDate: study['StudyDate'],
  studyDescription: study['StudyDescription'],
  modalities: RequestedTags?.['ModalitiesInStudy'],
  accessionNumber: study['AccessionNumber'],
})
