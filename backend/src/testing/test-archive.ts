import { createHash } from 'node:crypto'
import { maySeeLabels } from '../identity/clinician.ts'
import { ok, refuse } from '../kernel/result.ts'
import type { StudyHeads } from '../orthanc/study-heads.ts'
import type { OrthancStudy, StudyPresence, StudyVisibility } from '../orthanc/study.ts'

/** An Orthanc ID made from a UID, in Orthanc's form. */
const orthancIdOf = (uid: string) =>
  (createHash('sha1').update(uid).digest('hex').match(/.{8}/g) ?? []).join('-')

/** An archive in memory, with the rules of the real one: visible by labels, ambiguous when held twice. */
export const createTestArchive = () => {
  const studies: OrthancStudy[] = []
  let up = true
  const archive: StudyVisibility & StudyPresence & StudyHeads = {
    async resolve(clinician, _authorization, references) {
      if (!up) return refuse({ reason: 'orthanc-unavailable' })
      const found: OrthancStudy[] = []
      for (const [index, reference] of references.entries()) {
        const matches = studies.filter((study) =>
          'orthancId' in reference
            ? study.orthancId === reference.orthancId
            : study.studyInstanceUID === reference.studyInstanceUID,
        )
        const [study] = matches
        if (!study || !matches.every(({ labels }) => maySeeLabels(clinician, labels)))
          return refuse({ reason: 'study-not-visible', index })
        if (matches.length > 1) return refuse({ reason: 'study-ambiguous', index })
        found.push(study)
      }
      return ok(found)
    },
    async lookup(clinician, _authorization, references) {
      if (!up) return refuse({ reason: 'orthanc-unavailable' })
      const isNamed = ({ studyInstanceUID, orthancId }: OrthancStudy) =>
        references.some((one) =>
          'orthancId' in one ? one.orthancId === orthancId : one.studyInstanceUID === studyInstanceUID,
        )
      const found = studies.filter((study) => isNamed(study) && maySeeLabels(clinician, study.labels))
      return ok(found.map(({ labels: _labels, ...ids }) => ({ ...ids, patientName: 'Example^Ada' })))
    },
    async findAll(orthancIds) {
      if (!up) return refuse({ reason: 'orthanc-unavailable' })
      const found = studies.filter(({ orthancId }) => orthancIds.includes(orthancId))
      return ok(found.length === orthancIds.length ? found : undefined)
    },
  }
  return {
    archive,
    add(studyInstanceUID: string, labels: readonly string[] = []): OrthancStudy {
      const study = {
        studyInstanceUID,
        orthancId: orthancIdOf(`${studies.length}/${studyInstanceUID}`),
        labels,
      }
      studies.push(study)
      return study
    },
    /** Orthanc's labels of a study change while it is shared. */
    label(orthancId: string, labels: readonly string[]) {
      const index = studies.findIndex((study) => study.orthancId === orthancId)
      const study = studies[index]
      if (study) studies[index] = { ...study, labels }
    },
    remove(orthancId: string) {
      studies.splice(
        studies.findIndex((study) => study.orthancId === orthancId),
        1,
      )
    },
    stop: () => (up = false),
  }
}
