import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type AppDeps } from '../app.ts'
import { createShareCodes } from '../codes/share-code.ts'
import type { CreateShareResponse, Institution, Policy, Viewer } from '../contract/index.ts'
import type { SendLetter } from '../emails/index.ts'
import type { GuestLimits } from '../guest/rate-limit.ts'
import { createKeyRing } from '../keys/key-ring.ts'
import { createLogger } from '../observability/logger.ts'
import { createPins } from '../pins/index.ts'
import { createTellOwner } from '../shares/tell-owner.ts'
import { createShareStore } from '../store/kysely-share-store.ts'
import { liveShareOf } from '../store/share-state.ts'
import { createSqlite } from '../store/sqlite.ts'
import { createLiveShares } from '../tokens/live-shares.ts'
import { createResourceTokens } from '../tokens/resource-tokens.ts'
import { createTestArchive } from './test-archive.ts'
import { describedRoutes, withDescribedAnswers } from './described-answers.ts'
import { createLogSearch } from './log-search.ts'
import { createTestIdentity } from './test-identity.ts'

const DAY_SECONDS = 86_400

const defaultPolicy: Policy = {
  expiryChoicesSeconds: [DAY_SECONDS, 7 * DAY_SECONDS],
  defaultExpirySeconds: 7 * DAY_SECONDS,
  maxExpirySeconds: 90 * DAY_SECONDS,
  neverEnding: false,
  pin: 'optional',
  maxOpens: { default: null, max: null },
  sharesVisibleTo: 'owner',
  notify: false,
  download: { allowed: true, default: false },
}
const institution: Institution = {
  name: 'Test Hospital',
  logoUrl: null,
  contact: 'Radiology, +1 555 0100',
  contactUrl: null,
  privacyUrl: null,
  imprintUrl: null,
}
const letterStyle = { language: 'en', timeZone: 'Europe/Zurich' }
const viewers: Viewer[] = [
  { key: 'ohif', name: 'OHIF', rootUrl: 'https://pacs.example.org/ohif/', devices: ['desktop', 'phone'] },
]

export interface TestAppOptions extends Partial<Omit<AppDeps, 'shares' | 'guest'>> {
  readonly policy?: Policy
  readonly guestLimits?: Partial<GuestLimits>
  readonly sendLetter?: SendLetter
}

/**
 * The service over a real store, real codes and real tokens, with an identity provider, an archive and a clock
 * that the test moves. An answer that is not as the OpenAPI document says fails its request; `close` frees everything, and
 * fails when a secret that was used stands in the log.
 */
export const createTestApp = async ({
  policy = defaultPolicy,
  guestLimits,
  sendLetter,
  ...overrides
}: TestAppOptions = {}) => {
  let nowMs = Date.UTC(2026, 0, 15, 12)
  const clock = () => nowMs
  const dataDir = mkdtempSync(join(tmpdir(), 'studylink-test-'))
  const store = await createShareStore(createSqlite(dataDir))
  const keyRing = createKeyRing([randomBytes(32).toString('base64')])
  const codes = createShareCodes(keyRing)
  const pins = createPins({ keyRing, cost: { N: 1024, r: 8, p: 1 } })
  const liveShares = createLiveShares({
    load: async (shareId) => {
      const share = await store.getShare(shareId)
      return share && liveShareOf(share)
    },
    freshUntil: clock,
    clock,
  })
  const resourceTokens = createResourceTokens({ keyRing, liveShares, clock })
  const { identity, stop: stopIdentity } = createTestIdentity()
  const { archive, stop: stopOrthanc, ...studies } = createTestArchive()
  const logLines: string[] = []

  const app = createApp({
    log: createLogger('debug', { write: (line) => void logLines.push(line) }),
    health: { checks: { store: () => store.isReady(), identity: () => identity.isReady() } },
    publicConfig: {
      oidc: { authority: 'https://id.example.org/realms/test', clientId: 'studylink', scope: 'openid' },
      dicomWebRoot: 'https://pacs.example.org/orthanc/dicom-web',
      returnPaths: ['/share/'],
      viewers,
      policy,
      institution,
      email: false,
      version: '0.0.0',
    },
    shares: {
      identity,
      store,
      codes,
      liveShares,
      pins,
      visibility: archive,
      heads: archive,
      policy,
      viewers,
      neverSharedLabels: ['vip'],
      ownerIssuers: [],
      sendLetter,
      institution,
      letterStyle,
      publicShareRoot: 'https://pacs.example.org/share/',
      clock,
    },
    guest: {
      store,
      codes,
      presence: archive,
      mint: resourceTokens,
      pins,
      tellOwner:
        sendLetter &&
        createTellOwner({
          sendLetter,
          publicShareRoot: 'https://pacs.example.org/share/',
          letterStyle,
          log: { warn: () => undefined },
        }),
      publicOrthancRoot: 'https://pacs.example.org/orthanc/',
      neverSharedLabels: ['vip'],
      viewers,
      sessionSeconds: 4 * 3600,
      trustedProxyHops: 1,
      guestLimits,
      clock,
    },
    web: { webDirs: [], connectTo: [], logoUrl: null },
    corsOrigins: [],
    mountInner: () => undefined,
    ...overrides,
  })

  const logSearch = createLogSearch()
  const heard = logSearch.heard(withDescribedAnswers(app, (request) => app.fetch(request)))
  const request: typeof app.request = async (input, init, env) =>
    env === undefined && !(input instanceof Request)
      ? heard(new Request(new URL(input, 'http://localhost'), init))
      : app.request(input, init, env)

  const send = (method: string, path: string, body?: unknown, token?: string) =>
    request(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  return {
    app: { request, routes: app.routes.map(({ method, path }) => ({ method, path })) },
    described: describedRoutes(app),
    dataDir,
    store,
    codes,
    liveShares,
    resourceTokens,
    studies,
    logLines,
    policy,
    clock,
    stopIdentity,
    stopOrthanc,
    advanceSeconds: (seconds: number) => void (nowMs += seconds * 1000),
    send,
    guest: (verb: 'preview' | 'open', body: unknown) => send('POST', `/share/api/guest/${verb}`, body),
    /** A share of a fresh study, made by the doctor: its code beside the answer. */
    async share(extra: Record<string, unknown> = {}) {
      const study = studies.add(`1.2.${randomBytes(4).readUInt32BE()}`)
      const references = [{ studyInstanceUID: study.studyInstanceUID }]
      const response = await send('POST', '/share/api/shares', { studies: references, ...extra }, 'doctor')
      const { share, url } = (await response.json()) as CreateShareResponse
      return { share, url, study, code: url.slice(url.indexOf('#') + 1) }
    },
    async close() {
      await store.close()
      rmSync(dataDir, { recursive: true })
      logSearch.assertAbsent(logLines)
    },
  }
}
export type TestApp = Awaited<ReturnType<typeof createTestApp>>
