import { type Clinician, maySeeLabels } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { OrthancClient, OrthancUnavailable } from './client.ts'
import type { OrthancStudy, StudyVisibility } from './study.ts'
import type { StudyReference } from '../contract/index.ts'

/**
 * Orthanc with the authorization plugin: every question carries the clinician's own token, so the plugin decides
 * (and calls this service back meanwhile). Its `/tools/lookup` is open to anyone and tells only identifiers.
 */
export const createPluginVisibility = (orthanc: OrthancClient): StudyVisibility => ({
  async resolve(clinician, authorization, references) {
    const studies: OrthancStudy[] = []
    for (const [index, reference] of references.entries()) {
      const found = await visibleAmong(orthanc, clinician, authorization, reference)
      if (!found.ok) return found
      const [study] = found.value.visible
      if (!study) return refuse({ reason: 'study-not-visible', index })
      if (found.value.total > 1) return refuse({ reason: 'study-ambiguous', index })
      studies.push(study)
    }
    return ok(studies)
  },
})

interface Candidates {
  readonly visible: readonly OrthancStudy[]
  /** Studies that carry the UID, visible or not. */
  readonly total: number
}

const visibleAmong = async (
  orthanc: OrthancClient,
  clinician: Clinician,
  authorization: string,
  reference: StudyReference,
): Promise<Result<Candidates, OrthancUnavailable>> => {
  const see = async (orthancId: string) => {
    const study = await orthanc.getStudy(orthancId, authorization)
    return study.ok && study.value && !maySeeLabels(clinician, study.value.labels) ? ok(undefined) : study
  }
  const named = 'orthancId' in reference ? await see(reference.orthancId) : undefined
  if (named && !named.ok) return named
  const uid = 'studyInstanceUID' in reference ? reference.studyInstanceUID : named?.value?.studyInstanceUID
  if (uid === undefined) return ok({ visible: [], total: 0 })
  const hits = await orthanc.lookup(uid, authorization)
  if (!hits.ok) return hits
  const ids = hits.value.filter(({ level }) => level === 'Study').map(({ orthancId }) => orthancId)
  if (named?.value) return ok({ visible: [named.value], total: ids.length })
  const seen = await Promise.all(ids.map(see))
  const failed = seen.find((one) => !one.ok)
  if (failed && !failed.ok) return failed
  const visible = seen.flatMap((one) => (one.ok && one.value ? [one.value] : []))
  return ok({ visible, total: ids.length })
}
