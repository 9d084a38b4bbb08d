import type {
  ConfigResponse,
  CreateShareRequest,
  CreateShareResponse,
  MeResponse,
  ProblemCode,
  ShareEvent,
} from '@studylink/backend/contract'
import type { Plugin } from 'vite'
import { makeConfig, makeShare } from '../src/testing/fixtures.ts'
import { scenarios, type Scenario } from './scenarios.ts'

const DAY_SECONDS = 24 * 3600

/** Answers `/fake/<scenario>/api/*` as the share service would in that scenario. */
export const fakeApi = (): Plugin => ({
  name: 'gallery:fake-api',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const [, key = '', path] = /^\/fake\/([\w-]+)\/api\/(\w+)/.exec(request.url ?? '') ?? []
      const scenario: Scenario | undefined = scenarios[key]
      if (!scenario || path === undefined) return next()
      const answer = (status: number, body: unknown) => {
        response.statusCode = status
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(body))
      }
      if (path === 'config') {
        if (scenario.config === 'silent') return
        if (scenario.config !== undefined) return answer(503, problem(scenario.config))
        return answer(200, config(scenario))
      }
      if (path === 'me') return answer(200, me)
      if (scenario.create === 'silent') return
      if (scenario.create === 'foreign') return answer(502, '<h1>Bad gateway</h1>')
      if (scenario.create === 'offline') return request.socket.destroy()
      if (scenario.create !== undefined) return answer(503, problem(scenario.create))
      const page = /\/api\/(.*)$/.exec(request.url ?? '')?.[1] ?? ''
      if (request.method === 'GET' && page.startsWith('shares?'))
        return answer(200, { shares: scenario.existing ?? [], nextCursor: null })
      if (/^shares\/\w+\/link/.test(page)) return answer(200, { url: link })
      if (/^shares\/\w+\/events/.test(page)) return answer(200, { events, nextCursor: null })
      if (/^shares\/\w+\/email/.test(page)) return answer(200, {})
      if (page === 'studies/lookup') return answer(200, { studies: scenario.studies })
      if (request.method === 'DELETE' || request.method === 'PATCH' || page.endsWith('/unlock'))
        return answer(200, makeShare({ state: request.method === 'DELETE' ? 'revoked' : 'active' }))
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => answer(201, created(JSON.parse(body) as CreateShareRequest)))
    })
  },
})

const me: MeResponse = {
  userId: 'gallery',
  name: 'Dr Gallery',
  permissions: ['view', 'download', 'share'],
  authorizedLabels: ['*'],
  hasVerifiedEmail: true,
}

const problem = (code: ProblemCode) => ({
  type: `urn:studylink:problem:${code}`,
  title: code,
  status: 503,
  code,
  requestId: 'b1946ac92492d234',
  ...(code === 'too-many-requests' && { retryAfterSeconds: 30 }),
})

const config = ({
  download = 'allowed',
  maxDays = 90,
  policy = {},
  email = true,
}: Scenario): ConfigResponse => ({
  ...makeConfig({
    expiryChoicesSeconds: [DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS, 90 * DAY_SECONDS],
    maxExpirySeconds: maxDays * DAY_SECONDS,
    download: { allowed: download !== 'off', default: download === 'default' },
    ...policy,
  }),
  oidc: { authority: 'http://127.0.0.1:9/nowhere', clientId: 'gallery', scope: 'openid' },
  viewers: [
    { key: 'ohif', name: 'OHIF', rootUrl: '/ohif/', devices: ['desktop', 'phone'] },
    { key: 'stone', name: 'Stone', rootUrl: '/stone/', devices: ['desktop'] },
  ],
  institution: {
    name: 'St. Elsewhere Hospital',
    logoUrl: null,
    contact: 'Radiology, +49 30 1234',
    contactUrl: null,
    privacyUrl: null,
    imprintUrl: null,
  },
  email,
})

const link = 'https://images.hospital.example/share/s#3q2-7wAbCdEfGhIjKlMnOpQrStUvWxYz012'

const events: ShareEvent[] = (['opened', 'pin-wrong', 'created'] as const).map((kind, index) => ({
  eventId: 3 - index,
  at: new Date(Date.now() - index * 3_600_000).toISOString(),
  kind,
  actor: kind === 'created' ? 'Dora Doctor' : null,
  network: kind === 'created' ? null : '192.0.2.0/24',
  browser: kind === 'created' ? null : 'Firefox',
  changes: null,
}))

const created = (request: CreateShareRequest): CreateShareResponse => ({
  share: makeShare({
    expiresAt:
      request.expiresAt === undefined
        ? new Date(Date.now() + (request.expiresInSeconds ?? 0) * 1000).toISOString()
        : request.expiresAt,
    studies: request.studies.map((_study, index) => ({ studyInstanceUID: `1.2.${index}`, orthancId: '' })),
    allowDownload: request.allowDownload ?? false,
    pinKind: request.pin ? 'digits' : null,
    maxOpens: request.maxOpens ?? null,
  }),
  url: link,
})
