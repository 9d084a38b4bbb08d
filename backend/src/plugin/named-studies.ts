import { MAX_STUDIES_PER_SHARE, OrthancId, StudyInstanceUID, type StudyReference } from '../contract/index.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import type { OrthancStudy } from '../orthanc/study.ts'
import type { BadRequest } from './requested-end.ts'
import type { LinkedStudy } from './viewer-links.ts'
import type { CreateTokenRequest } from './wire.ts'

export type StudyLookupRefusal =
  | { readonly reason: 'study-not-visible' }
  | { readonly reason: 'study-ambiguous' }
  | { readonly reason: 'orthanc-unavailable' }

/** Finds a study's other id and its labels, with the service's own rights. */
export interface StudyLookup {
  find(reference: StudyReference): Promise<Result<OrthancStudy, StudyLookupRefusal>>
}

export type NamedStudiesRefusal = BadRequest | StudyLookupRefusal

/**
 * The studies that a request names, each with both ids: every viewer and every check has the one it needs. What
 * is no study or has no id is refused here, since its link would open nothing.
 *
 * @param lookup completes a study that came with one id; without it such a study is refused
 */
export const readNamedStudies = async (
  resources: CreateTokenRequest['resources'],
  maxStudies: number,
  lookup: StudyLookup | undefined,
): Promise<Result<readonly LinkedStudy[], NamedStudiesRefusal>> => {
  const studies = new Map<string, LinkedStudy>()
  if (resources.length > Math.min(maxStudies, MAX_STUDIES_PER_SHARE))
    return bad('resources', `has more than ${Math.min(maxStudies, MAX_STUDIES_PER_SHARE)} entries`)
  for (const [index, resource] of resources.entries()) {
    const study = await readStudy(resource, `resources.${index}`, lookup)
    if (!study.ok) return study
    studies.set(study.value.orthancId, study.value)
  }
  return ok([...studies.values()])
}

const readStudy = async (
  resource: CreateTokenRequest['resources'][number],
  at: string,
  lookup: StudyLookup | undefined,
): Promise<Result<LinkedStudy, NamedStudiesRefusal>> => {
  const { 'dicom-uid': uid, 'orthanc-id': orthancId } = resource
  if (resource.level.toLowerCase() !== 'study')
    return bad(`${at}.level`, 'only studies can be opened by a token')
  if (uid && !StudyInstanceUID.safeParse(uid).success) return bad(`${at}.dicom-uid`, 'is no StudyInstanceUID')
  if (orthancId && !OrthancId.safeParse(orthancId).success) return bad(`${at}.orthanc-id`, 'is no Orthanc ID')
  if (uid && orthancId) return ok({ studyInstanceUID: uid, orthancId })
  const missing = uid ? `${at}.orthanc-id` : `${at}.dicom-uid`
  if (!uid && !orthancId) return bad(missing, 'a study needs its dicom-uid and its orthanc-id')
  if (!lookup) return bad(missing, 'is missing, and there is no ORTHANC_URI to look it up')
  return lookup.find(uid ? { studyInstanceUID: uid } : { orthancId: orthancId ?? '' })
}

const bad = (field: string, detail: string) => refuse({ reason: 'invalid-request', field, detail })
