import type { Problem } from '@studylink/backend/contract'
import type { ApiFailure, ApiResult } from './failure.ts'

export interface ApiCall {
  url: string
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  accessToken?: string
  /** What a good answer is; default: JSON. */
  answer?: 'json' | 'text' | 'nothing'
  signal?: AbortSignal
  timeoutMs: number
  fetch: typeof globalThis.fetch
}

/**
 * One JSON call to the share service. Never throws: refusals (RFC 9457 problem documents), silence and foreign
 * answers are values. Sends no cookie.
 */
export const callApi = async <Value>({
  url,
  method = 'GET',
  body,
  accessToken,
  answer: wanted = 'json',
  signal,
  timeoutMs,
  fetch,
}: ApiCall): Promise<ApiResult<Value>> => {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), timeoutMs)
  const forward = () => timeout.abort()
  signal?.addEventListener('abort', forward)
  if (signal?.aborted) timeout.abort()
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: `${wanted === 'text' ? 'text/csv' : 'application/json'}, application/problem+json`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: 'omit',
      cache: 'no-store',
      signal: timeout.signal,
    })
    if (response.ok && wanted !== 'json') return { ok: true, value: (await response.text()) as Value }
    const answer = await readJson(response)
    if (response.ok && answer !== undefined) return { ok: true, value: answer as Value }
    return { ok: false, failure: parseProblem(answer, response) }
  } catch {
    if (signal?.aborted) return { ok: false, failure: { kind: 'aborted' } }
    return { ok: false, failure: { kind: timeout.signal.aborted ? 'timeout' : 'network' } }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', forward)
  }
}

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What the server says in a problem document; anything else is `unexpected`. */
const parseProblem = (answer: unknown, response: Response): ApiFailure => {
  const problem = answer as Partial<Problem> | null | undefined
  if (typeof problem?.code !== 'string') return { kind: 'unexpected', status: response.status }
  const retryAfterSeconds =
    problem.retryAfterSeconds ?? Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    kind: 'problem',
    code: problem.code,
    ...(typeof problem.remainingTries === 'number' && { remainingTries: problem.remainingTries }),
    ...(typeof problem.field === 'string' && { field: problem.field }),
    ...(Number.isFinite(retryAfterSeconds) && { retryAfterSeconds }),
    ...(typeof problem.requestId === 'string' && { requestId: problem.requestId }),
  }
}
