import { z } from 'zod'
import { OrthancId } from '../contract/index.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { OrthancUnavailable } from '../orthanc/client.ts'
import type { SearchScope } from './search-scope.ts'
import { isInScope } from './search-scope.ts'
import type { StudyDirectory } from './study-directory.ts'

/** `POST /tools/find`, as far as somebody restricted to labels may use it: what is not listed could widen it. */
const FindBody = z.strictObject({
  Level: z.enum(['Study', 'Series', 'Instance']),
  Query: z.record(z.string(), z.string()).default({}),
  Expand: z.boolean().optional(),
  Full: z.boolean().optional(),
  Short: z.boolean().optional(),
  CaseSensitive: z.boolean().optional(),
  Since: z.int().min(0).optional(),
  Limit: z.int().min(0).optional(),
  OrderBy: z.array(z.record(z.string(), z.string())).optional(),
  RequestedTags: z.array(z.string()).optional(),
  ResponseContent: z.array(z.string()).optional(),
  Labels: z.array(z.string()).optional(),
  LabelsConstraint: z.enum(['All', 'Any', 'None']).optional(),
  ParentPatient: OrthancId.optional(),
  ParentStudy: OrthancId.optional(),
})

export type FindRefusal =
  | { readonly reason: 'invalid-request'; readonly field: string; readonly detail: string }
  | { readonly reason: 'may-not-search' }
  | OrthancUnavailable

/** The body to send to Orthanc, so that it can only find what the scope allows; guests may not search here at all. */
export const narrowFind = async (
  directory: StudyDirectory,
  scope: SearchScope,
  body: unknown,
): Promise<Result<object | 'nothing', FindRefusal>> => {
  if (scope.kind === 'studies') return refuse({ reason: 'may-not-search' })
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse({ reason: 'invalid-request', field: '', detail: 'Send a JSON object.' })
  if (scope.kind === 'all') return ok(body)
  const parsed = FindBody.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    return refuse({ reason: 'invalid-request', field, detail: issue?.message ?? 'not valid' })
  }
  const find = parsed.data
  if (scope.labels.length === 0) return ok('nothing')
  if (find.Level === 'Study') {
    const narrowed = narrowLabels(scope.labels, find.Labels ?? [], find.LabelsConstraint)
    return narrowed ? ok({ ...find, ...narrowed }) : refuse({ reason: 'may-not-search' })
  }
  // Orthanc would obey this one and ignore the ParentStudy that narrows.
  if (find.ParentPatient !== undefined) return refuse({ reason: 'may-not-search' })
  // Below studies Orthanc compares the labels of the series or instance: the study must be named and visible.
  const uid = find.Query['StudyInstanceUID']
  const study =
    find.ParentStudy !== undefined
      ? await directory.locate({ by: 'orthancId', level: 'studies', orthancId: find.ParentStudy })
      : uid !== undefined && /^[0-9.]{1,64}$/.test(uid)
        ? await directory.locate({ by: 'uid', studyInstanceUID: uid })
        : ok(undefined)
  if (!study.ok) return study
  if (!study.value || !isInScope(scope, study.value)) return refuse({ reason: 'may-not-search' })
  const { Labels: _labels, LabelsConstraint: _constraint, ...rest } = find
  return ok({ ...rest, ParentStudy: study.value.orthancId })
}

/**
 * Labels and their constraint that find nothing but studies with an authorized label; undefined: cannot be said in
 * Orthanc's one constraint.
 */
const narrowLabels = (
  authorized: readonly string[],
  asked: readonly string[],
  constraint: 'All' | 'Any' | 'None' = 'All',
) => {
  if (asked.length === 0) return { Labels: authorized, LabelsConstraint: 'Any' }
  const isNarrow =
    (constraint === 'Any' && asked.every((label) => authorized.includes(label))) ||
    (constraint === 'All' && asked.some((label) => authorized.includes(label)))
  return isNarrow ? { Labels: asked, LabelsConstraint: constraint } : undefined
}
