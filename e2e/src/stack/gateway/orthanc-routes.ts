import { Hono, type Context } from 'hono'
import { basicAuthorization, type Credentials } from '../part.ts'
import { createGuestLoad } from './guest-load.ts'
import {
  addressed,
  clientLeft,
  forward,
  forwardedHeaders,
  rawTarget,
  type GatewayAddresses,
  type GatewayEnv,
} from './forward.ts'

export const ORTHANC_PREFIX = '/orthanc'

export interface OrthancRoutesOptions extends GatewayAddresses {
  readonly backendUrl: string
  /** Name and password by which the backend knows this gateway. */
  readonly backendCredentials: Credentials
  readonly orthancUrl: string
  readonly orthancCredentials: Credentials
}

/** Searches name no resource: the backend narrows them to what the caller may see. */
const isSearch = (method: string, path: string) =>
  (/^\/dicom-web\/(?:studies|series|instances)$/.test(path) && (method === 'GET' || method === 'HEAD')) ||
  /^\/tools\/(?:find|lookup)$/.test(path)

/** What Orthanc may hear from the client: never the token, cookies or addresses. */
const PASSED_TO_ORTHANC = ['Accept', 'Content-Type', 'Content-Length', 'Range', 'If-None-Match']
/** The caller is the backend's to judge on searches. */
const PASSED_TO_SEARCHES = [...PASSED_TO_ORTHANC, 'Authorization', 'Token', 'Api-Key']

function pick(c: Context<GatewayEnv>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = c.req.header(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Patients' data stays out of caches; Orthanc's wish for a password is not the client's to hear. */
const answerHeaders = { 'cache-control': 'private, no-store', 'www-authenticate': undefined }

/**
 * Orthanc behind the guard: each request is judged by the backend, and what is fetched is the target that
 * the backend names, with Orthanc's own credentials.
 */
export function createOrthancRoutes(options: OrthancRoutesOptions) {
  const { backendUrl, orthancUrl } = options
  const ownHeaders = (c: Context<GatewayEnv>) => {
    const { host, protocol } = addressed(c, options)
    return {
      Authorization: basicAuthorization(options.orthancCredentials),
      // Orthanc's DICOMweb makes absolute addresses (BulkDataURI …) of this.
      Forwarded: `host=${host};proto=${protocol.slice(0, -1)}`,
    }
  }

  const judge = (c: Context<GatewayEnv>) => {
    const token = c.req.header('Token')
    const authorization = c.req.header('Authorization')
    const apiKey = c.req.header('Api-Key')
    return fetch(`${backendUrl}/gateway/authorize`, {
      headers: {
        ...forwardedHeaders(c, addressed(c, options)),
        Authorization: basicAuthorization(options.backendCredentials),
        'X-Original-Method': c.req.method,
        'X-Original-URI': rawTarget(c),
        ...(authorization === undefined ? {} : { 'X-Original-Authorization': authorization }),
        ...(token === undefined ? {} : { 'X-Original-Token': token }),
        ...(apiKey === undefined ? {} : { 'X-Original-Api-Key': apiKey }),
      },
      redirect: 'error',
      signal: clientLeft(c),
    })
  }

  const guestLoad = createGuestLoad()

  return new Hono<GatewayEnv>().all(`${ORTHANC_PREFIX}/*`, async (c) => {
    const isBelowLimit = guestLoad.enter(
      [c.req.header('Authorization'), c.req.header('Token'), rawTarget(c)],
      c.env.outgoing,
    )
    if (!isBelowLimit)
      return c.text('Too many requests at a time with this link', 429, { 'Retry-After': '1' })
    const target = rawTarget(c).slice(ORTHANC_PREFIX.length)
    if (isSearch(c.req.method, target.replace(/\?.*$/s, ''))) {
      const headers = { ...pick(c, PASSED_TO_SEARCHES), ...forwardedHeaders(c, addressed(c, options)) }
      return forward(c, `${backendUrl}/gateway/orthanc${target}`, { headers, answerHeaders })
    }
    const verdict = await judge(c)
    const allowed = verdict.headers.get('X-StudyLink-Target')
    if (verdict.status !== 204 || !allowed?.startsWith('/') || allowed.startsWith('//')) {
      if (verdict.ok) throw new Error('the guard named no target')
      return new Response(verdict.body, {
        status: verdict.status,
        headers: { 'Content-Type': verdict.headers.get('Content-Type') ?? 'text/plain' },
      })
    }
    const headers = { ...pick(c, PASSED_TO_ORTHANC), ...ownHeaders(c) }
    return forward(c, orthancUrl + allowed, { headers, answerHeaders })
  })
}
