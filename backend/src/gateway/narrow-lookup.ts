import { ok, type Result } from '../kernel/result.ts'
import type { LookupHit, OrthancUnavailable } from '../orthanc/client.ts'
import { isInScope, type SearchScope } from './search-scope.ts'
import type { StudyDirectory } from './study-directory.ts'

/** Leaves of what an identifier stands for only what the scope allows. Patients only where all of theirs is. */
export const narrowLookup = async (
  directory: StudyDirectory,
  scope: SearchScope,
  hits: readonly LookupHit[],
): Promise<Result<readonly LookupHit[], OrthancUnavailable>> => {
  if (scope.kind === 'all') return ok(hits)
  const left: LookupHit[] = []
  for (const hit of hits) {
    const studies = await studiesOf(directory, scope, hit)
    if (!studies.ok) return studies
    if (studies.value.length > 0 && studies.value.every((study) => isInScope(scope, study))) left.push(hit)
  }
  return ok(left)
}

const studiesOf = async (directory: StudyDirectory, scope: SearchScope, { level, orthancId }: LookupHit) => {
  if (level === 'Patient') {
    // A guest's share is of studies: the patient is not part of it, even if these are all of theirs today.
    if (scope.kind === 'studies') return ok([])
    const found = await directory.patientStudies('patients', orthancId)
    return found.ok ? ok(found.value ?? []) : found
  }
  const restLevel = level === 'Study' ? 'studies' : level === 'Series' ? 'series' : 'instances'
  const found = await directory.locate({ by: 'orthancId', level: restLevel, orthancId })
  return found.ok ? ok(found.value ? [found.value] : []) : found
}
