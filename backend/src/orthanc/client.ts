import { z } from 'zod'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { ORTHANC_TIMEOUT_MS, READY_TIMEOUT_MS } from './limits.ts'
import { Head, type LabelledHead, REQUESTED_TAGS } from './study-head.ts'
import type { OrthancStudy } from './study.ts'

export type OrthancUnavailable = { readonly reason: 'orthanc-unavailable' }
type Answered<Value> = Promise<Result<Value, OrthancUnavailable>>

export type OrthancLevel = 'Patient' | 'Study' | 'Series' | 'Instance'
export interface LookupHit {
  readonly level: OrthancLevel
  readonly orthancId: string
}

/** What `/tools/find` is asked for at study level. */
export interface StudyQuery {
  /** DICOM keyword → value; several UIDs are separated by a backslash. */
  readonly query?: Readonly<Record<string, string>>
  /** Any of these labels. An empty list would mean every study to Orthanc: it finds nothing here. */
  readonly labels?: readonly string[] | undefined
  readonly parentPatient?: string
  readonly since?: number
  readonly limit?: number
}

export interface SendInit {
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Longest wait for the whole answer, when it is not the client's own. */
  readonly timeoutMs?: number
}

/** Orthanc's REST API, as far as we ask it. A clinician's `authorization` stands in place of the service's own. */
export interface OrthancClient {
  /** `POST /tools/find`: studies in Orthanc's own, stable order. */
  findStudies(query: StudyQuery): Answered<readonly OrthancStudy[]>
  /** `POST /tools/lookup`: what a DICOM identifier stands for, at any level. */
  lookup(identifier: string, authorization?: string): Answered<readonly LookupHit[]>
  /** `GET /studies/{id}`; undefined: unknown or forbidden. */
  getStudy(orthancId: string, authorization?: string): Answered<OrthancStudy | undefined>
  /** `POST /tools/find`: what names the studies with these UIDs. */
  findHeads(studyInstanceUIDs: readonly string[], authorization?: string): Answered<readonly LabelledHead[]>
  /** `GET /studies/{id}`: what names it; undefined: unknown or forbidden. */
  getHead(orthancId: string, authorization?: string): Answered<LabelledHead | undefined>
  /** `GET /series/{id}/study` or `GET /instances/{id}/study`; undefined: unknown. */
  getParentStudy(level: 'series' | 'instances', orthancId: string): Answered<OrthancStudy | undefined>
  /** `GET /{level}/{id}/patient`: the patient's Orthanc ID; undefined: unknown. */
  getPatientId(level: 'studies' | 'series' | 'instances', orthancId: string): Answered<string | undefined>
  /** Any other request with the service's rights, its answer unread: for the gateway's searches. */
  send(path: string, init?: SendInit): Answered<Response>
  /** Does it answer within a second, whatever it says? */
  isReady(): Promise<boolean>
}

export interface OrthancClientDeps {
  /** `ORTHANC_URI`, inside the network, e.g. `http://orthanc:8042`. */
  readonly baseUrl: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
  /** Told why Orthanc counts as unavailable; never an identifier. */
  readonly log: { warn(facts: Record<string, unknown>, message: string): void }
}

const Study = z
  .object({
    ID: z.string(),
    MainDicomTags: z.object({ StudyInstanceUID: z.string() }),
    Labels: z.array(z.string()).default([]),
  })
  .transform((study): OrthancStudy => ({
    orthancId: study.ID,
    studyInstanceUID: study.MainDicomTags.StudyInstanceUID,
    labels: study.Labels,
  }))
const Studies = z.array(Study)
const Heads = z.array(Head)
const Hits = z.array(
  z
    .object({ ID: z.string(), Type: z.enum(['Patient', 'Study', 'Series', 'Instance']) })
    .transform((hit): LookupHit => ({ level: hit.Type, orthancId: hit.ID })),
)
const Patient = z.object({ ID: z.string() })

/** A client that waits 5 s at most and tells every failure of Orthanc's as `orthanc-unavailable`. */
export const createOrthancClient = (deps: OrthancClientDeps): OrthancClient => {
  const { username, password, log, fetch = globalThis.fetch, timeoutMs = ORTHANC_TIMEOUT_MS } = deps
  const root = deps.baseUrl.replace(/\/+$/, '')
  const own =
    username === undefined
      ? undefined
      : `Basic ${Buffer.from(`${username}:${password ?? ''}`, 'utf8').toString('base64')}`

  const send = async (path: string, init: SendInit, authorization = own): Answered<Response> => {
    try {
      const { timeoutMs: waitMs = timeoutMs, ...request } = init
      const headers = new Headers(request.headers)
      if (authorization !== undefined) headers.set('Authorization', authorization)
      const signal = AbortSignal.timeout(waitMs)
      return ok(await fetch(root + path, { ...request, headers, redirect: 'error', signal }))
    } catch (error) {
      return unavailable(error instanceof Error ? error.name : 'unknown')
    }
  }
  const unavailable = (why: string) => {
    log.warn({ why }, 'Orthanc cannot be asked')
    return refuse({ reason: 'orthanc-unavailable' } as const)
  }

  /** The body as `schema` says; undefined when Orthanc has no such thing or refuses a clinician's token. */
  const ask = async <Value>(
    schema: z.ZodType<Value>,
    path: string,
    init: SendInit = {},
    authorization?: string,
  ): Answered<Value | undefined> => {
    const sent = await send(path, init, authorization)
    if (!sent.ok) return sent
    const { status } = sent.value
    const isHidden = status === 404 || (authorization !== undefined && (status === 401 || status === 403))
    if (isHidden || !sent.value.ok) await sent.value.body?.cancel()
    if (isHidden) return ok(undefined)
    if (!sent.value.ok) return unavailable(`status ${status}`)
    try {
      const parsed = schema.safeParse(await sent.value.json())
      return parsed.success ? ok(parsed.data) : unavailable('unexpected answer')
    } catch (error) {
      return unavailable(error instanceof Error ? error.name : 'unknown')
    }
  }
  const orEmpty = async <Item>(answer: Answered<readonly Item[] | undefined>): Answered<readonly Item[]> => {
    const found = await answer
    return found.ok ? ok(found.value ?? []) : found
  }

  return {
    async findStudies({ query = {}, labels, parentPatient, since, limit }) {
      if (labels?.length === 0) return ok([])
      const body = JSON.stringify({
        Level: 'Study',
        Query: query,
        Expand: true,
        ResponseContent: ['MainDicomTags', 'Labels'],
        ...(labels ? { Labels: labels, LabelsConstraint: 'Any' } : {}),
        ...(parentPatient === undefined ? {} : { ParentPatient: parentPatient }),
        ...(since ? { Since: since } : {}),
        ...(limit ? { Limit: limit } : {}),
      })
      return orEmpty(ask(Studies, '/tools/find', { method: 'POST', body }))
    },
    lookup: (identifier, authorization) =>
      orEmpty(ask(Hits, '/tools/lookup', { method: 'POST', body: identifier }, authorization)),
    getStudy: (orthancId, authorization) => ask(Study, `/studies/${orthancId}`, {}, authorization),
    findHeads: (studyInstanceUIDs, authorization) =>
      orEmpty(
        ask(
          Heads,
          '/tools/find',
          {
            method: 'POST',
            body: JSON.stringify({
              Level: 'Study',
              Query: { StudyInstanceUID: studyInstanceUIDs.join('\\') },
              Expand: true,
              RequestedTags: REQUESTED_TAGS,
            }),
          },
          authorization,
        ),
      ),
    getHead: (orthancId, authorization) =>
      ask(Head, `/studies/${orthancId}?requestedTags=${REQUESTED_TAGS.join(';')}`, {}, authorization),
    getParentStudy: (level, orthancId) => ask(Study, `/${level}/${orthancId}/study`),
    async getPatientId(level, orthancId) {
      const patient = await ask(Patient, `/${level}/${orthancId}/patient`)
      return patient.ok ? ok(patient.value?.ID) : patient
    },
    send: (path, init = {}) => send(path, init),
    async isReady() {
      const answer = await send('/system', { timeoutMs: READY_TIMEOUT_MS })
      if (answer.ok) await answer.value.body?.cancel()
      return answer.ok
    },
  }
}
