import { type Context, Hono } from 'hono'
import { limitBody } from '../http/json-body.ts'
import { problem } from '../http/problem.ts'
import type { OrthancClient, OrthancUnavailable } from '../orthanc/client.ts'
import { type CallerDeps, type CallerRefusal, identifyCallers, presentedTokens } from './callers.ts'
import type { DecideDeps } from './decide.ts'
import { SEARCH_TIMEOUT_MS } from './limits.ts'
import { type FindRefusal, narrowFind } from './narrow-find.ts'
import { narrowLookup } from './narrow-lookup.ts'
import { narrowQido, type NarrowedSearch, type QidoLevel } from './narrow-qido.ts'
import { formatSearch, parseSearch, type SearchRefusal } from './search-arguments.ts'
import { type ScopeRefusal, type SearchScope, searchScope } from './search-scope.ts'

export interface SearchDeps extends CallerDeps, DecideDeps {
  readonly orthanc: OrthancClient
  /** `PUBLIC_ORTHANC_ROOT`: what the URLs inside Orthanc's answers start with. */
  readonly publicOrthancRoot: string
  /** Longest wait for a search. */
  readonly searchTimeoutMs?: number | undefined
}

const DICOM_JSON = 'application/dicom+json'
const levels: readonly QidoLevel[] = ['studies', 'series', 'instances']

/**
 * Orthanc's searches, narrowed to what the caller may see: `GET /gateway/orthanc/dicom-web/{studies|series|instances}`
 * (QIDO-RS), `POST /gateway/orthanc/tools/find` and `POST /gateway/orthanc/tools/lookup`. The proxy sends clients'
 * requests here as they are; what stands in `Authorization`, `token` and `api-key` is checked here, then Orthanc is asked with
 * the service's rights. Refusals are problem documents.
 */
export const createSearchRoutes = (deps: SearchDeps): Hono => {
  const { orthanc, directory } = deps
  const routes = new Hono()

  for (const level of levels)
    routes.get(`/gateway/orthanc/dicom-web/${level}`, async (c) => {
      const scope = await identifyScope(deps, c)
      if (!scope.ok) return refused(c, scope.refusal)
      const search = parseSearch(new URL(c.req.url).searchParams)
      if (!search.ok) return refused(c, search.refusal)
      const narrowed = await narrowQido(deps, scope.value, level, search.value)
      if (!narrowed.ok) return refused(c, narrowed.refusal)
      return narrowed.value === 'nothing'
        ? answer(c, '[]', DICOM_JSON)
        : askQido(c, deps, level, narrowed.value)
    })

  routes.post('/gateway/orthanc/tools/find', limitBody, async (c) => {
    const scope = await identifyScope(deps, c)
    if (!scope.ok) return refused(c, scope.refusal)
    const body: unknown = await c.req.json().catch(() => undefined)
    const narrowed = await narrowFind(directory, scope.value, body)
    if (!narrowed.ok) return refused(c, narrowed.refusal)
    if (narrowed.value === 'nothing') return answer(c, '[]', 'application/json')
    return askFind(c, deps, JSON.stringify(narrowed.value))
  })

  routes.post('/gateway/orthanc/tools/lookup', limitBody, async (c) => {
    const scope = await identifyScope(deps, c)
    if (!scope.ok) return refused(c, scope.refusal)
    const hits = await orthanc.lookup(await c.req.text())
    if (!hits.ok) return refused(c, hits.refusal)
    const left = await narrowLookup(directory, scope.value, hits.value)
    if (!left.ok) return refused(c, left.refusal)
    const wire = left.value.map(({ level, orthancId }) => ({
      ID: orthancId,
      Path: `/${pathOf[level]}/${orthancId}`,
      Type: level,
    }))
    return answer(c, JSON.stringify(wire), 'application/json')
  })
  return routes
}

const pathOf = { Patient: 'patients', Study: 'studies', Series: 'series', Instance: 'instances' } as const

const identifyScope = async (
  deps: SearchDeps,
  c: Context,
): Promise<{ ok: true; value: SearchScope } | { ok: false; refusal: CallerRefusal | ScopeRefusal }> => {
  const tokens = presentedTokens([c.req.header('Authorization'), c.req.header('token')])
  const callers = await identifyCallers(deps, tokens, c.req.header('api-key'))
  return callers.ok ? searchScope(callers.value, deps) : callers
}

const askQido = async (
  c: Context,
  { orthanc, publicOrthancRoot, searchTimeoutMs = SEARCH_TIMEOUT_MS }: SearchDeps,
  level: QidoLevel,
  { search, order, isCut }: NarrowedSearch,
): Promise<Response> => {
  const { host, protocol } = new URL(publicOrthancRoot)
  const headers = { Accept: DICOM_JSON, Forwarded: `host=${host};proto=${protocol.slice(0, -1)}` }
  const init = { headers, timeoutMs: searchTimeoutMs }
  const sent = await orthanc.send(`/dicom-web/${level}?${formatSearch(search)}`, init)
  if (!sent.ok) return refused(c, sent.refusal)
  if (isCut) c.header('Warning', '299 StudyLink "There are more results: ask for the next page by offset"')
  if (order === undefined || !sent.value.ok) return passOn(c, sent.value, DICOM_JSON)
  const studies = (await sent.value.json().catch(() => undefined)) as readonly DicomJson[] | undefined
  if (!Array.isArray(studies)) return problem(c, 'orthanc-unavailable')
  const sorted = order.flatMap((uid) => studies.filter((study) => study['0020000D']?.Value?.[0] === uid))
  return answer(c, JSON.stringify(sorted), DICOM_JSON)
}

type DicomJson = Readonly<Record<string, { readonly Value?: readonly unknown[] }>>

const askFind = async (
  c: Context,
  { orthanc, searchTimeoutMs = SEARCH_TIMEOUT_MS }: SearchDeps,
  body: string,
): Promise<Response> => {
  const sent = await orthanc.send('/tools/find', { method: 'POST', body, timeoutMs: searchTimeoutMs })
  return sent.ok ? passOn(c, sent.value, 'application/json') : refused(c, sent.refusal)
}

/** Orthanc's answer as it is; its 4xx is the searcher's fault, anything else its own. */
const passOn = (c: Context, response: Response, type: string): Response => {
  if (response.ok) return answer(c, response.body, type)
  void response.body?.cancel()
  return response.status >= 400 && response.status < 500
    ? problem(c, 'invalid-request', { detail: 'The archive cannot answer this search.' })
    : problem(c, 'orthanc-unavailable')
}

const answer = (c: Context, body: string | Response['body'], type: string): Response => {
  c.set('outcome', 'searched')
  return c.newResponse(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-store' })
}

const refused = (
  c: Context,
  refusal: CallerRefusal | ScopeRefusal | SearchRefusal | FindRefusal | OrthancUnavailable,
): Response => {
  switch (refusal.reason) {
    case 'not-signed-in':
      return problem(c, 'not-signed-in', { reason: refusal.why })
    case 'may-not-search':
      return problem(c, 'forbidden', { reason: refusal.reason })
    case 'invalid-request':
      return problem(c, 'invalid-request', { field: refusal.field, detail: refusal.detail })
    default:
      return problem(c, refusal.reason)
  }
}
