import { refuse, ok } from '../kernel/result.ts'
import type { OrthancClient } from '../orthanc/client.ts'
import type { StudyLookup } from './named-studies.ts'

/** Asks Orthanc with the service's own rights: the plugin's caller may be anybody, and is told only ids. */
export const createStudyLookup = (orthanc: Pick<OrthancClient, 'findStudies' | 'getStudy'>): StudyLookup => ({
  async find(reference) {
    if ('orthancId' in reference) {
      const study = await orthanc.getStudy(reference.orthancId)
      if (!study.ok) return study
      return study.value ? ok(study.value) : refuse({ reason: 'study-not-visible' })
    }
    const { studyInstanceUID } = reference
    const found = await orthanc.findStudies({ query: { StudyInstanceUID: studyInstanceUID } })
    if (!found.ok) return found
    const [study, another] = found.value.filter((one) => one.studyInstanceUID === studyInstanceUID)
    if (!study) return refuse({ reason: 'study-not-visible' })
    return another ? refuse({ reason: 'study-ambiguous' }) : ok(study)
  },
})
