import { maySeeLabels } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { OrthancClient, OrthancUnavailable } from './client.ts'
import type { OrthancStudy, StudyVisibility } from './study.ts'

/**
 * Stock Orthanc, which knows no clinicians: the service asks with its own credentials and judges the labels itself.
 * A StudyInstanceUID that two patients' studies carry is refused however the study was named: viewers name it by UID.
 */
export const createServiceVisibility = (orthanc: OrthancClient): StudyVisibility => ({
  async resolve(clinician, _authorization, references) {
    const uids: (string | undefined)[] = []
    for (const [index, reference] of references.entries()) {
      const uid = await uidOf(orthanc, reference)
      if (!uid.ok) return uid
      if (uid.value === undefined) return refuse({ reason: 'study-not-visible', index })
      uids.push(uid.value)
    }
    const found = await orthanc.findStudies({ query: { StudyInstanceUID: uids.join('\\') } })
    if (!found.ok) return found
    const studies: OrthancStudy[] = []
    for (const [index, uid] of uids.entries()) {
      const matching = found.value.filter(({ studyInstanceUID }) => studyInstanceUID === uid)
      const visible = matching.filter(({ labels }) => maySeeLabels(clinician, labels))
      const [study] = visible
      const reference = references[index]
      const isNamed =
        reference && 'orthancId' in reference
          ? visible.some((one) => one.orthancId === reference.orthancId)
          : true
      if (!study || !isNamed) return refuse({ reason: 'study-not-visible', index })
      if (matching.length > 1) return refuse({ reason: 'study-ambiguous', index })
      studies.push(study)
    }
    return ok(studies)
  },
})

const uidOf = async (
  orthanc: OrthancClient,
  reference: { studyInstanceUID: string } | { orthancId: string },
): Promise<Result<string | undefined, OrthancUnavailable>> => {
  if ('studyInstanceUID' in reference) return ok(reference.studyInstanceUID)
  const study = await orthanc.getStudy(reference.orthancId)
  return study.ok ? ok(study.value?.studyInstanceUID) : study
}
