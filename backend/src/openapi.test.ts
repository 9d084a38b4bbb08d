import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXTENSION_REDIRECT_URIS } from './contract/index.ts'
import { createOuterIssueService } from './plugin/test-outer-issue.ts'
import { createTestApp, type TestApp } from './testing/create-test-app.ts'

/** What people's browsers load, and the document itself. */
const PAGES = [
  'GET /share',
  'GET /share/',
  'GET /share/s',
  'GET /share/new',
  'GET /share/callback',
  'GET /share/assets/*',
  'GET /share/locales/*',
  'GET /share/:script{[a-z0-9-]+\\.js}',
  'GET /share/api/openapi.json',
]

const provider = {
  describe: async () => ({ ok: false, refusal: { reason: 'identity-unavailable', why: 'test' } }) as const,
  exchange: async () => ({ ok: false, refusal: { reason: 'identity-unavailable', why: 'test' } }) as const,
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components: { readonly securitySchemes: object }
}

describe('the OpenAPI document', () => {
  let t: TestApp
  beforeEach(async () => {
    const { app } = await createOuterIssueService(undefined, {
      signIn: { provider, redirectUris: EXTENSION_REDIRECT_URIS, trustedProxyHops: 1 },
    })
    t = app
  })
  afterEach(() => t.close())

  const read = async () => (await (await t.app.request('/share/api/openapi.json')).json()) as Document
  const described = ({ paths }: Document) =>
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )

  test('has every outer route but pages, and no other', async () => {
    const mounted = t.app.routes
      .filter(({ method, path }) => method !== 'ALL' && /^\/share(\/|$)/.test(path))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !PAGES.includes(route))
      .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'))
    expect(described(await read()).toSorted()).toEqual([...new Set(mounted)].toSorted())
    expect(mounted.length).toBeGreaterThan(15)
  })

  test('tells no inner route', async () => {
    expect(described(await read()).filter((route) => !route.includes(' /share/'))).toEqual([])
  })

  test('says of each route what it answers when all is well, and that refusals are problem documents', async () => {
    for (const { method, path, responses } of t.described) {
      expect(
        Object.keys(responses).some((status) => status.startsWith('2')),
        `${method} ${path}`,
      ).toBe(true)
      const refusals = path.endsWith('/config') ? undefined : responses['default']
      expect(refusals, `${method} ${path}`).toSatisfy(
        (one) => path.endsWith('/config') || 'application/problem+json' in (one?.content ?? {}),
      )
    }
  })

  test('says where an access token is needed, as the routes really ask for one', async () => {
    const document = await read()
    expect(document.components.securitySchemes).toEqual({ accessToken: { type: 'http', scheme: 'bearer' } })
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const address = path.replace('{shareId}', 'A'.repeat(14)).replace('{type}', 'ohif-viewer-publication')
        const response = await t.send(method.toUpperCase(), address, method === 'get' ? undefined : {})
        const { code } = (await response.json()) as { code?: string }
        expect({ path, method, asks: code === 'not-signed-in' }).toEqual({
          path,
          method,
          asks: 'security' in operation,
        })
      }
  })
})

test('an answer that is not as described fails the test that got it', async () => {
  const odd = await createTestApp({
    publicConfig: { ...(await configOf()), secret: 'told by mistake' } as never,
  })
  await expect(odd.app.request('/share/api/config')).rejects.toThrow('more than its schema says')
  await odd.close()
})

const configOf = async () => {
  const t = await createTestApp()
  const config = (await (await t.app.request('/share/api/config')).json()) as object
  await t.close()
  return config
}
