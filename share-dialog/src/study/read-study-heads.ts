import type { StudyReference } from '@studylink/backend/contract'
import type { ShareApi } from '../api/share-api.ts'
import type { StudyHead } from './study-head.ts'

/** The contract's MAX_STUDIES_PER_LOOKUP, repeated because the contract's code would bring its schemas along. */
export const MAX_STUDIES_PER_LOOKUP = 200

/**
 * What names the studies, asked of the service in one request with the clinician's own rights. A study that they may
 * not see stays a bare UID: nothing is left out silently, the service refuses to share it.
 *
 * @throws when the service does not say, or when an Orthanc ID names nothing that they may see
 */
export const readStudyHeads = async (
  api: Pick<ShareApi, 'lookupStudies'>,
  references: readonly StudyReference[],
): Promise<StudyHead[]> => {
  // More than one link holds: the dialog counts them and says so, and nobody has to be asked whose they are.
  if (references.length > MAX_STUDIES_PER_LOOKUP)
    return references.map((named) => ({ studyInstanceUID: Object.values(named).join('') }))
  const answer = await api.lookupStudies({ studies: [...references] })
  if (!answer.ok) throw new Error('the service does not name the studies')
  const heads = references.flatMap((named): StudyHead[] => {
    const found = answer.value.studies.filter((head) =>
      'orthancId' in named
        ? head.orthancId === named.orthancId
        : head.studyInstanceUID === named.studyInstanceUID,
    )
    if (found.length > 0) return found
    if ('orthancId' in named) throw new Error('an Orthanc ID names no study')
    return [named]
  })
  return [...new Set(heads)]
}
