import type {
  ConfigResponse,
  CreateShareRequest,
  CreateShareResponse,
  MeResponse,
  ProblemCode,
} from '@studylink/backend/contract'
import type { Plugin } from 'vite'
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
}

const problem = (code: ProblemCode) => ({
  type: `urn:studylink:problem:${code}`,
  title: code,
  status: 503,
  code,
  requestId: 'b1946ac92492d234',
  ...(code === 'too-many-requests' && { retryAfterSeconds: 30 }),
})

const config = ({ download = 'allowed', maxDays = 90 }: Scenario): ConfigResponse => ({
  oidc: null,
  dicomWebRoot: '/orthanc/dicom-web',
  viewers: [],
  policy: {
    expiryChoicesSeconds: [DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS, 90 * DAY_SECONDS],
    defaultExpirySeconds: 7 * DAY_SECONDS,
    maxExpirySeconds: maxDays * DAY_SECONDS,
    neverEnding: false,
    pin: 'off',
    maxOpens: { default: null, max: null },
    sharesVisibleTo: 'owner',
    notify: false,
    download: { allowed: download !== 'off', default: download === 'default' },
  },
  institution: {
    name: null,
    logoUrl: null,
    contact: null,
    contactUrl: null,
    privacyUrl: null,
    imprintUrl: null,
  },
  email: false,
  version: 'gallery',
})

const created = ({
  studies,
  expiresInSeconds,
  expiresAt,
  allowDownload,
}: CreateShareRequest): CreateShareResponse => ({
  share: {
    shareId: 'gAllErYsHaReId',
    state: 'active',
    createdAt: new Date().toISOString(),
    createdBy: 'doctor',
    ownerUserId: 'u-doctor',
    isMine: true,
    mayManage: true,
    revokedAt: null,
    pinKind: null,
    remainingPinTries: null,
    maxOpens: null,
    recipient: null,
    note: null,
    notify: 'never',
    expiresAt: expiresAt ?? new Date(Date.now() + (expiresInSeconds ?? 0) * 1000).toISOString(),
    studies: studies.map((_study, index) => ({ studyInstanceUID: `1.2.${index}`, orthancId: '' })),
    viewer: null,
    allowDownload: allowDownload ?? false,
    openings: 0,
    lastOpenedAt: null,
  },
  url: 'https://images.hospital.example/share/s#3q2-7wAbCdEfGhIjKlMnOpQrStUvWxYz012',
})
