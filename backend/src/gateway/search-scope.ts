import { hasPermission, maySeeLabels } from '../identity/clinician.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { OrthancUnavailable } from '../orthanc/client.ts'
import type { OrthancStudy } from '../orthanc/study.ts'
import type { Caller } from './callers.ts'
import { type DecideDeps, isGranted, seesAll } from './decide.ts'

/** Among which studies the callers may search. */
export type SearchScope =
  | { readonly kind: 'all' }
  /** Studies with any of these labels. */
  | { readonly kind: 'labels'; readonly labels: readonly string[] }
  /** A guest: exactly these, all of them unambiguous. */
  | { readonly kind: 'studies'; readonly studies: readonly OrthancStudy[] }

export type ScopeRefusal = { readonly reason: 'may-not-search' } | OrthancUnavailable

/** A guest's token anywhere makes the search a guest's; with several tokens only what all of them allow is left. */
export const searchScope = async (
  callers: readonly Caller[],
  { directory, neverSharedLabels }: DecideDeps,
): Promise<Result<SearchScope, ScopeRefusal>> => {
  const clinicians = callers.flatMap((caller) => (caller.kind === 'clinician' ? [caller.clinician] : []))
  const grants = callers.flatMap((caller) => (caller.kind === 'guest' ? [caller.grant] : []))
  if (callers.length === 0 || !clinicians.every((clinician) => hasPermission(clinician, 'view')))
    return refuse({ reason: 'may-not-search' })
  const [firstGrant] = grants
  if (firstGrant) {
    const uids = firstGrant.studies.map(({ studyInstanceUID }) => studyInstanceUID)
    const found = await directory.unambiguous([...new Set(uids)])
    if (!found.ok) return found
    const studies = found.value
      .filter((study) => grants.every((grant) => isGranted(grant, study, neverSharedLabels)))
      .filter(({ labels }) => clinicians.every((clinician) => maySeeLabels(clinician, labels)))
    return ok({ kind: 'studies', studies })
  }
  const restricted = clinicians.filter((clinician) => !seesAll(clinician))
  const [only, another] = restricted
  if (!only) return ok({ kind: 'all' })
  return another
    ? refuse({ reason: 'may-not-search' })
    : ok({ kind: 'labels', labels: only.authorizedLabels })
}

/** Is this study in the scope? */
export const isInScope = (scope: SearchScope, study: OrthancStudy): boolean => {
  switch (scope.kind) {
    case 'all':
      return true
    case 'labels':
      return maySeeLabels({ authorizedLabels: scope.labels }, study.labels)
    case 'studies':
      return scope.studies.some(({ orthancId }) => orthancId === study.orthancId)
  }
}
