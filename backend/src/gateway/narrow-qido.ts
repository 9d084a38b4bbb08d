import { ok, refuse, type Result } from '../kernel/result.ts'
import type { OrthancClient, OrthancUnavailable } from '../orthanc/client.ts'
import { MAX_PAGE_STUDIES } from './limits.ts'
import type { Search, SearchRefusal } from './search-arguments.ts'
import { isInScope, type SearchScope } from './search-scope.ts'
import type { StudyDirectory } from './study-directory.ts'

export type QidoLevel = 'studies' | 'series' | 'instances'

/** What is to be asked of Orthanc's QIDO-RS, so that it can only find what the scope allows. */
export interface NarrowedSearch {
  readonly search: Search
  /** Page of a search by labels: the answer is put into this order (Orthanc's own of the UIDs found). */
  readonly order?: readonly string[]
  /** The page was cut although more were asked for (PS3.18 §8.3.4.4: a `Warning` header). */
  readonly isCut?: boolean
}

export interface NarrowDeps {
  readonly orthanc: OrthancClient
  readonly directory: StudyDirectory
}

type Narrowed = Result<NarrowedSearch | 'nothing', SearchRefusal | OrthancUnavailable>

/**
 * Narrows a search to the scope. Never gives an empty list of UIDs: to Orthanc that is every study; `nothing` then.
 */
export const narrowQido = async (
  { orthanc, directory }: NarrowDeps,
  scope: SearchScope,
  level: QidoLevel,
  search: Search,
): Promise<Narrowed> => {
  switch (scope.kind) {
    case 'all':
      return ok({ search })
    case 'studies': {
      const shared = scope.studies.map(({ studyInstanceUID }) => studyInstanceUID)
      return within(search, search.studyInstanceUIDs?.filter((uid) => shared.includes(uid)) ?? shared)
    }
    case 'labels':
      return level === 'studies'
        ? pageByLabels({ orthanc, directory }, scope.labels, search)
        : belowLabels({ orthanc, directory }, scope, search)
  }
}

const within = (search: Search, studyInstanceUIDs: readonly string[]): Narrowed =>
  ok(studyInstanceUIDs.length === 0 ? 'nothing' : { search: { ...search, studyInstanceUIDs } })

/** `/tools/find` with the labels finds a page of studies; QIDO-RS then describes exactly those. */
const pageByLabels = async (
  { orthanc, directory }: NarrowDeps,
  labels: readonly string[],
  search: Search,
): Promise<Narrowed> => {
  const limit = Math.min(search.limit ?? MAX_PAGE_STUDIES, MAX_PAGE_STUDIES)
  const uids = search.studyInstanceUIDs?.join('\\')
  const query = { ...Object.fromEntries(search.filters), ...(uids ? { StudyInstanceUID: uids } : {}) }
  const page = await orthanc.findStudies({ query, labels, since: search.offset, limit: limit + 1 })
  if (!page.ok) return page
  const found = page.value.slice(0, limit).map(({ studyInstanceUID }) => studyInstanceUID)
  // Another patient's study under the same UID would come along with it, whatever its labels.
  const clear = await directory.unambiguous(found)
  if (!clear.ok) return clear
  const order = found.filter((uid) => clear.value.some((study) => study.studyInstanceUID === uid))
  if (order.length === 0) return ok('nothing')
  const { options } = search
  return ok({
    search: { filters: new Map(), studyInstanceUIDs: order, limit: undefined, offset: 0, options },
    order,
    isCut: page.value.length > limit && limit < (search.limit ?? Infinity),
  })
}

/** Series and instances carry no labels of their own: the studies are found first. */
const belowLabels = async (
  { orthanc, directory }: NarrowDeps,
  scope: SearchScope & { kind: 'labels' },
  search: Search,
): Promise<Narrowed> => {
  let uids = search.studyInstanceUIDs
  if (!uids) {
    const all = await orthanc.findStudies({ labels: scope.labels, limit: MAX_PAGE_STUDIES + 1 })
    if (!all.ok) return all
    if (all.value.length > MAX_PAGE_STUDIES)
      return refuse({
        reason: 'invalid-request',
        field: 'StudyInstanceUID',
        detail: 'Name the studies to search in: more are visible to you than one search can take.',
      })
    uids = all.value.map(({ studyInstanceUID }) => studyInstanceUID)
  }
  const clear = await directory.unambiguous(uids)
  if (!clear.ok) return clear
  const visible = clear.value.filter((study) => isInScope(scope, study))
  return within(
    search,
    visible.map(({ studyInstanceUID }) => studyInstanceUID),
  )
}
