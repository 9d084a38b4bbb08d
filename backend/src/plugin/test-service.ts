import { Hono } from 'hono'
import { createInnerAuth } from '../http/inner-auth.ts'
import type { Clinician, Identity } from '../identity/clinician.ts'
import { ok, refuse } from '../kernel/result.ts'
import { createKeyRing } from '../keys/key-ring.ts'
import { type LiveShare, createLiveShares } from '../tokens/live-shares.ts'
import { createResourceTokens } from '../tokens/resource-tokens.ts'
import { createShareCodes } from '../codes/share-code.ts'
import type { Policy } from '../contract/index.ts'
import { liveShareOf } from '../store/share-state.ts'
import { storedOfNewShare } from '../store/share-rows.ts'
import type { NewShare, StoredShare } from '../store/share-store.ts'
import { createIssueRoutes, type IssueRouteDeps } from './issue-routes.ts'
import { type LegacyTokensDeps, withLegacyTokens } from './legacy-tokens.ts'
import { createPluginRoutes } from './routes.ts'

export const STUDY = {
  studyInstanceUID: '1.2.3',
  orthancId: '72de3b86-da4b2556-bb33f32f-d1d84f80-fb017059',
}
export const SIBLING = {
  studyInstanceUID: '2.3.4',
  orthancId: '2062b048-97cf01a8-01a36031-1f95d464-aae0f7dd',
}
export const UNSHARED = {
  studyInstanceUID: '1.2.840.113619.2.176',
  orthancId: 'b9c08539-26f93bde-c81ab0d7-bffaf2cb-a4d0bdd0',
}

export const NOW_MS = Date.UTC(2026, 0, 1)

export const POLICY: Policy = {
  expiryChoicesSeconds: [86_400],
  defaultExpirySeconds: 86_400,
  maxExpirySeconds: 7_776_000,
  neverEnding: false,
  pin: 'off',
  maxOpens: { default: null, max: null },
  sharesVisibleTo: 'owner',
  notify: false,
  download: { allowed: true, default: false },
}

export const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

const INNER_AUTHORIZATION = basic('orthanc', 'inner password')

/** Access tokens that the test's provider knows; `down` stands for one that cannot be asked. */
const createTestIdentity = (users: Readonly<Record<string, Clinician>>): Identity => ({
  authenticate: async (authorization) => {
    const [scheme, token = ''] = (authorization ?? '').split(' ')
    if (scheme !== 'Bearer') return refuse({ reason: 'no-token' })
    if (token === 'down') return refuse({ reason: 'identity-unavailable' })
    const clinician = Object.hasOwn(users, token) ? users[token] : undefined
    return clinician ? ok(clinician) : refuse({ reason: 'invalid-token', why: 'unknown' })
  },
  isReady: async () => true,
})

export interface TestOptions {
  readonly serverId?: string
  /** Differences in how tokens are made. */
  readonly issue?: Partial<IssueRouteDeps>
  readonly legacy?: Omit<LegacyTokensDeps, 'clock'>
  /** Access tokens that the provider knows, beside the usual ones. */
  readonly clinicians?: Readonly<Record<string, Partial<Clinician>>>
  /** `USERS` */
  readonly users?: Readonly<Record<string, string>>
}

export const ROOTS = {
  orthanc: 'https://pacs.example.org/orthanc/',
  ohif: 'https://pacs.example.org/ohif/',
  meddream: 'https://pacs.example.org/meddream/',
  ohifDataSource: 'dicom-web',
} as const

/** The plugin's routes over real keys, tokens and shares in memory, with a clock and a store to play with. */
export const createTestService = async ({
  serverId,
  issue = {},
  legacy,
  clinicians = {},
  users = { orthanc: 'inner password' },
}: TestOptions = {}) => {
  let nowMs = NOW_MS
  let storeIsUp = true
  const clock = () => nowMs
  const rows = new Map<string, LiveShare>()
  const liveShares = createLiveShares({
    load: async (shareId) => {
      if (!storeIsUp) throw new Error('no store')
      return rows.get(shareId)
    },
    freshUntil: clock,
    clock,
  })
  const keyRing = createKeyRing(['a secret of the tests, long enough to be one'])
  const resourceTokens = createResourceTokens({ keyRing, liveShares, clock, serverId })
  const clinician: Clinician = {
    iss: 'https://id.example.org/realms/orthanc',
    sub: 'u-1',
    name: 'Dr. Doc',
    permissions: new Set(['view', 'share']),
    authorizedLabels: ['*'],
    expiresAtMs: nowMs + 300_000,
  }
  const codes = createShareCodes(keyRing)
  const shares: StoredShare[] = []
  const keep = (share: NewShare): StoredShare => {
    const stored = storedOfNewShare(share)
    shares.push(stored)
    rows.set(stored.shareId, liveShareOf(stored))
    return stored
  }
  const identity = createTestIdentity({
    ...Object.fromEntries(
      Object.entries(clinicians).map(([token, one]) => [token, { ...clinician, ...one }]),
    ),
    doctor: clinician,
    'ends-in-4s': { ...clinician, expiresAtMs: nowMs + 4_900 },
    'ends-now': { ...clinician, expiresAtMs: nowMs + 300 },
  })
  const innerAuth = createInnerAuth(users)
  const { meddream } = issue
  const app = new Hono()
    .route(
      '/',
      createPluginRoutes({
        innerAuth,
        resourceTokens: legacy ? withLegacyTokens(resourceTokens, { ...legacy, clock }) : resourceTokens,
        identity,
        roots: issue.roots ?? ROOTS,
        meddream,
        clock,
        serverId,
        neverSharedLabels: issue.neverSharedLabels ?? [],
      }),
    )
    .route(
      '/',
      createIssueRoutes({
        innerAuth,
        store: { createShare: async (share) => keep(share) },
        codes,
        liveShares,
        mint: resourceTokens,
        policy: POLICY,
        instantLinkMaxSeconds: 3_600,
        neverSharedLabels: [],
        roots: ROOTS,
        clock,
        pluginTokens: 'allow',
        ...issue,
      }),
    )

  const save = (share: LiveShare) => {
    rows.set(share.shareId, share)
    liveShares.update(share)
  }

  const service = {
    app,
    resourceTokens,
    codes,
    /** What was kept, oldest first. */
    shares,
    now: clock,
    advance: (ms: number) => {
      nowMs += ms
    },
    stopStore: () => {
      storeIsUp = false
    },
    /** A share of these studies and a viewer's token for it, both ending after `ttlMs`. */
    share: async (studies: LiveShare['studies'] = [STUDY], { ttlMs = 3_600_000, stored = true } = {}) => {
      const shareId = `share-${rows.size}`.padEnd(14, '0')
      const share: LiveShare = {
        shareId,
        generation: 1,
        revision: 1,
        endsAtMs: nowMs + ttlMs,
        revoked: false,
        download: false,
        studies,
      }
      if (stored) save(share)
      const { token } = await resourceTokens.forShare({
        shareId,
        generation: 1,
        download: false,
        endsAtMs: share.endsAtMs,
      })
      return { token, revoke: () => save({ ...share, generation: 2, revision: 2, revoked: true }) }
    },
    send: async (
      method: string,
      path: string,
      body: unknown,
      headers: Readonly<Record<string, string>> = {},
    ) => {
      const response = await app.request(path, {
        method,
        headers: { 'Content-Type': 'application/json', Authorization: INNER_AUTHORIZATION, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const text = await response.text()
      return { status: response.status, text, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
    },
  }
  /** Sends a body as Orthanc does: JSON behind HTTP Basic. */
  const post = (path: string, body: unknown, headers?: Readonly<Record<string, string>>) =>
    service.send('POST', path, body, headers)
  return { ...service, post }
}

export type TestService = Awaited<ReturnType<typeof createTestService>>

/** What the plugin asks about `STUDY` for a viewer that holds this token. */
export const validateBody = (token: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  'dicom-uid': STUDY.studyInstanceUID,
  'orthanc-id': STUDY.orthancId,
  level: 'study',
  method: 'get',
  'server-id': null,
  'token-key': 'token',
  'token-value': token,
  ...changes,
})
