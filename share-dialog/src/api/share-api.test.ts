import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createShareApi } from './share-api.ts'

type Fetch = typeof globalThis.fetch
const request = { studies: [{ studyInstanceUID: '1.2.3' }], expiresInSeconds: 3600 }
const create = (fetch: Fetch, accessToken: string | undefined = 'token') =>
  createShareApi({ shareRoot: '/share/', getAccessToken: async () => accessToken, timeoutMs: 500, fetch })
/** A server that never answers; the call ends only when it is aborted. */
const silent: Fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
  })

describe('creating a share', () => {
  test('posts JSON with the bearer and without cookies', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ share: {}, url: 'u' }, { status: 201 }))
    const result = await create(fetch).createShare(request)
    expect(result).toEqual({ ok: true, value: { share: {}, url: 'u' } })
    const [url, init] = fetch.mock.calls[0] ?? []
    expect(url).toBe('/share/api/shares')
    expect(init).toMatchObject({ method: 'POST', credentials: 'omit', body: JSON.stringify(request) })
    expect(init?.headers).toMatchObject({ authorization: 'Bearer token', 'content-type': 'application/json' })
  })

  test('asks nobody when nobody is signed in', async () => {
    const fetch = vi.fn<Fetch>()
    const api = createShareApi({ shareRoot: '/share/', getAccessToken: async () => undefined, fetch })
    expect(await api.createShare(request)).toEqual({ ok: false, failure: { kind: 'signed-out' } })
    expect(fetch).not.toHaveBeenCalled()
  })

  test('takes a host that cannot renew its token for signed out', async () => {
    const getAccessToken = async () => Promise.reject(new Error('login required'))
    const api = createShareApi({ shareRoot: '/share/', getAccessToken, fetch: vi.fn<Fetch>() })
    expect(await api.createShare(request)).toEqual({ ok: false, failure: { kind: 'signed-out' } })
  })
})

describe('a refusal', () => {
  test('is the code of its problem document, with the facts that help', async () => {
    const body = {
      code: 'too-many-requests',
      title: 't',
      status: 429,
      requestId: 'r1',
      retryAfterSeconds: 30,
    }
    const result = await create(async () => Response.json(body, { status: 429 })).getConfig()
    expect(result).toEqual({
      ok: false,
      failure: { kind: 'problem', code: 'too-many-requests', requestId: 'r1', retryAfterSeconds: 30 },
    })
  })

  test('takes the wait from Retry-After when the document does not say it', async () => {
    const fetch: Fetch = async () =>
      Response.json({ code: 'store-unavailable' }, { status: 503, headers: { 'retry-after': '7' } })
    expect(await create(fetch).getConfig()).toMatchObject({ failure: { retryAfterSeconds: 7 } })
  })

  test.each([
    ['a proxy’s page', new Response('<h1>Bad gateway</h1>', { status: 502 }), 502],
    ['JSON of somebody else', Response.json({ error: 'x' }, { status: 500 }), 500],
    ['an empty success', new Response('', { status: 200 }), 200],
    ['null', new Response('null', { status: 400 }), 400],
  ])('that is none of ours (%s) is unexpected', async (_case, response, status) => {
    const result = await create(async () => response).getConfig()
    expect(result).toEqual({ ok: false, failure: { kind: 'unexpected', status } })
  })
})

describe('silence', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('ends as a time-out', async () => {
    const result = create(silent).createShare(request)
    await vi.advanceTimersByTimeAsync(500)
    expect(await result).toEqual({ ok: false, failure: { kind: 'timeout' } })
  })

  test('ends as aborted when the caller gives up, before or during the call', async () => {
    const leaving = new AbortController()
    const result = create(silent).getConfig(leaving.signal)
    leaving.abort()
    expect(await result).toEqual({ ok: false, failure: { kind: 'aborted' } })
    const refusing: Fetch = async (_url, init) => {
      init?.signal?.throwIfAborted()
      return Response.json({})
    }
    expect(await create(refusing).getConfig(leaving.signal)).toEqual({
      ok: false,
      failure: { kind: 'aborted' },
    })
  })
})

test('a network that fails is a value too', async () => {
  const result = await create(async () => Promise.reject(new TypeError('Failed to fetch'))).getConfig()
  expect(result).toEqual({ ok: false, failure: { kind: 'network' } })
})
