import { type Clinician, hasPermission, maySeeLabels } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { OrthancUnavailable } from '../orthanc/client.ts'
import type { OrthancStudy } from '../orthanc/study.ts'
import { decideLabels } from '../shares/policy.ts'
import type { ResourceGrant } from '../tokens/grant.ts'
import type { Access, StudyLocator } from './access.ts'
import type { Caller } from './callers.ts'
import type { Understood } from './classify.ts'
import type { StudyDirectory } from './study-directory.ts'

export type AccessRefusal =
  | { readonly reason: 'guest-may-not'; readonly why: 'method' | 'route' | 'download' | 'other-study' }
  | { readonly reason: 'clinician-may-not'; readonly why: 'permission' | 'labels' }
  | OrthancUnavailable

export interface DecideDeps {
  readonly directory: StudyDirectory
  /** `NEVER_SHARED_LABELS`: a study may have got one while a guest looks at it. */
  readonly neverSharedLabels: readonly string[]
}

type Decision = Result<true, AccessRefusal>
const allowed: Decision = ok(true)

/** May these callers do this? Each of them must be allowed on their own. */
export const decide = async (
  callers: readonly Caller[],
  understood: Understood,
  deps: DecideDeps,
): Promise<Decision> => {
  if (callers.length === 0) return refuse({ reason: 'guest-may-not', why: 'route' })
  for (const caller of callers) {
    const decision =
      caller.kind === 'guest'
        ? await decideForGuest(caller.grant, understood, deps)
        : await decideForClinician(caller.clinician, understood.access, deps.directory)
    if (!decision.ok) return decision
  }
  return allowed
}

/** A guest reads studies of the grant, whole objects only with download, and nothing else. */
const decideForGuest = async (
  grant: ResourceGrant,
  { access, isRead }: Understood,
  { directory, neverSharedLabels }: DecideDeps,
): Promise<Decision> => {
  const no = (why: 'method' | 'route' | 'download' | 'other-study') =>
    refuse({ reason: 'guest-may-not', why } as const)
  if (!isRead) return no('method')
  if (access.guest === 'never' || access.scope !== 'study' || !access.study) return no('route')
  if (access.guest === 'download' && !grant.download) return no('download')
  // The cheap look first: strangers' questions are not passed on to Orthanc.
  if (!mayBeGranted(grant, access.study)) return no('other-study')
  const study = await directory.locate(access.study)
  if (!study.ok) return study
  return study.value && isGranted(grant, study.value, neverSharedLabels) ? allowed : no('other-study')
}

const mayBeGranted = (grant: ResourceGrant, locator: StudyLocator): boolean =>
  locator.by === 'uid'
    ? grant.studies.some(({ studyInstanceUID }) => studyInstanceUID === locator.studyInstanceUID)
    : locator.level !== 'studies' || grant.studies.some(({ orthancId }) => orthancId === locator.orthancId)

/**
 * Both names must match: another patient's study may carry the same UID. What never leaves by a link is not granted by
 * one; an instant link is its maker's own way into their viewer.
 */
export const isGranted = (
  grant: ResourceGrant,
  study: OrthancStudy,
  neverSharedLabels: readonly string[],
): boolean =>
  (grant.kind === 'instant' || decideLabels([study], neverSharedLabels).ok) &&
  grant.studies.some(
    (one) => one.orthancId === study.orthancId && one.studyInstanceUID === study.studyInstanceUID,
  )

const decideForClinician = async (
  clinician: Clinician,
  access: Access,
  directory: StudyDirectory,
): Promise<Decision> => {
  const no = (why: 'permission' | 'labels') => refuse({ reason: 'clinician-may-not', why } as const)
  const { permissions, scope, study } = access
  const isPermitted = permissions.length === 0 || permissions.some((one) => hasPermission(clinician, one))
  if (!isPermitted) return no('permission')
  if (scope === 'service' || seesAll(clinician)) return allowed
  if (scope === 'archive' || !study) return no('labels')
  const found = scope === 'patient' ? await ofPatient(study, directory) : await ofStudy(study, directory)
  if (!found.ok) return found
  const isVisible =
    found.value.length > 0 && found.value.every(({ labels }) => maySeeLabels(clinician, labels))
  return isVisible ? allowed : no('labels')
}

/** `*`: every study, so that nothing needs to be looked up. */
export const seesAll = (clinician: Clinician): boolean => maySeeLabels(clinician, [])

type Studies = Promise<Result<readonly OrthancStudy[], OrthancUnavailable>>

const ofStudy = async (locator: StudyLocator, directory: StudyDirectory): Studies => {
  const found = await directory.locate(locator)
  return found.ok ? ok(found.value ? [found.value] : []) : found
}

/** A patient is visible only when all of their studies are. */
const ofPatient = async (locator: StudyLocator, directory: StudyDirectory): Studies => {
  if (locator.by === 'uid') return ok([])
  const found = await directory.patientStudies(locator.level, locator.orthancId)
  return found.ok ? ok(found.value ?? []) : found
}
