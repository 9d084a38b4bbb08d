import type { Logger } from 'pino'
import { createApp, type AppDeps } from './app.ts'
import { createShareCodes } from './codes/share-code.ts'
import { institutionOf, publicConfigOf } from './config/public-config.ts'
import type { Config } from './config/read-config.ts'
import { createGatewayRoutes } from './gateway/index.ts'
import { createInnerAuth } from './http/inner-auth.ts'
import { systemClock as clock } from './kernel/clock.ts'
import { ok } from './kernel/result.ts'
import { createKeyRing } from './keys/key-ring.ts'
import { createMetrics, createMetricsRoutes } from './observability/metrics.ts'
import {
  createOrthancClient,
  createPluginVisibility,
  createServiceVisibility,
  createStudyHeads,
  createStudyPresence,
} from './orthanc/index.ts'
import {
  createIssueRoutes,
  createPluginRoutes,
  createServiceAccount,
  createSaveRoles,
  createSettingsRoutes,
  createStudyLookup,
  PLUGIN_OWNER_ISS,
  withLegacyTokens,
} from './plugin/index.ts'
import { createPins } from './pins/index.ts'
import { createTellOwner } from './shares/tell-owner.ts'
import { liveShareOf } from './store/share-state.ts'
import { createLiveShares } from './tokens/live-shares.ts'
import { createResourceTokens } from './tokens/resource-tokens.ts'
import { createSignInProvider } from './sign-in/index.ts'
import { createEmailParts } from './wiring/email-parts.ts'
import { createIdentityParts } from './wiring/identity-parts.ts'
import { keepPruning } from './wiring/keep-pruning.ts'
import { openStore } from './wiring/open-store.ts'
import { startOffboarding } from './wiring/offboarding-parts.ts'
import { createViewerParts } from './wiring/viewer-parts.ts'

export interface Services {
  readonly app: ReturnType<typeof createApp>
  close(): Promise<void>
}

/** Extensions sign in where there is a provider that browsers can reach by its public name. */
const signInOf = (config: Config): AppDeps['signIn'] => {
  const [issuer] = config.OIDC_ISSUERS
  if (!config.identity || issuer === undefined || config.EXTENSION_REDIRECT_URIS.length === 0)
    return undefined
  return {
    provider: createSignInProvider({
      issuer,
      fetchBase: config.identity.fetchBase,
      clientId: config.OIDC_CLIENT_ID,
      scope: config.OIDC_SCOPE,
      clock,
    }),
    redirectUris: config.EXTENSION_REDIRECT_URIS,
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  }
}

/**
 * Makes the real parts from the configuration and joins them. Listens on nothing.
 * Identity provider and archive may come later.
 * @throws ConfigError when the store or a file cannot be used
 */
export const createServices = async (config: Config, log: Logger, version: string): Promise<Services> => {
  const { identity, anonymous, permissions, admin, apiKeys } = await createIdentityParts(config, clock, log)
  const orthanc =
    config.ORTHANC_URI === undefined
      ? undefined
      : createOrthancClient({
          baseUrl: config.ORTHANC_URI,
          username: config.ORTHANC_USERNAME,
          password: config.ORTHANC_PASSWORD,
          log,
        })
  const store = await openStore(config, clock, log)
  const stopPruning = keepPruning({ store, keepDays: config.HISTORY_KEEP_DAYS, clock, log })
  const keyRing = createKeyRing(config.SECRET_KEY)
  const codes = createShareCodes(keyRing)
  const pins = createPins({ keyRing })
  const liveShares = createLiveShares({
    load: async (shareId) => {
      const share = await store.getShare(shareId)
      return share && liveShareOf(share)
    },
    freshUntil: store.feed.freshUntil,
    clock,
  })
  store.feed.onChange((share) => liveShares.update(liveShareOf(share)))
  store.feed.onGap(liveShares.forgetAll)
  store.feed.onRestored(() =>
    log.warn('DATABASE_URL is an older copy by now: what was revoked since has to be revoked again'),
  )
  const serverId = config.SERVER_ID
  const mint = createResourceTokens({ keyRing, liveShares, clock, serverId })
  const resourceTokens = config.legacy ? withLegacyTokens(mint, { ...config.legacy, clock }) : mint
  const innerAuth = createInnerAuth(config.USERS)
  const emails = config.emails && createEmailParts(config.emails, innerAuth)
  const { PUBLIC_SHARE_ROOT: shareRoot, PUBLIC_ORTHANC_ROOT: publicOrthancRoot } = config
  const { viewers, roots, meddream, otherViewers } = createViewerParts(config)
  const visibility =
    orthanc &&
    (config.ORTHANC_AUTHORIZATION === 'plugin'
      ? createPluginVisibility(orthanc)
      : createServiceVisibility(orthanc))
  const heads =
    orthanc && createStudyHeads(orthanc, config.ORTHANC_AUTHORIZATION === 'plugin' ? 'clinician' : 'service')
  const { ORTHANC_USERNAME: username, ORTHANC_PASSWORD: password } = config
  const serviceAccount =
    config.ORTHANC_AUTHORIZATION === 'plugin' && username !== undefined && password !== undefined
      ? createServiceAccount({ username, password })
      : undefined
  const { policy } = config
  const letterStyle = { language: config.INSTITUTION_LANGUAGE, timeZone: config.INSTITUTION_TIME_ZONE }
  const issue = {
    store,
    codes,
    liveShares,
    mint,
    policy,
    roots,
    meddream,
    clock,
    shareRoot,
    landingRoot: config.PUBLIC_LANDING_ROOT,
    instantLinkMaxSeconds: config.INSTANT_LINK_MAX_SECONDS,
    lookup: orthanc && createStudyLookup(orthanc),
    neverSharedLabels: config.NEVER_SHARED_LABELS,
  }

  const checks = {
    store: () => store.isReady(),
    ...(config.identity ? { identity: () => identity.isReady() } : {}),
  }
  const upstreams = { ...checks, ...(orthanc ? { orthanc: () => orthanc.isReady() } : {}) }
  const metrics = createMetrics({ upstreams })

  const mountInner: AppDeps['mountInner'] = (inner) => {
    inner.route('/', createMetricsRoutes({ innerAuth, metrics }))
    if (emails) inner.route('/', emails.routes)
    inner.route(
      '/',
      createPluginRoutes({
        innerAuth,
        identity,
        apiKeys,
        anonymous,
        resourceTokens,
        serverId,
        neverSharedLabels: config.NEVER_SHARED_LABELS,
        roots,
        meddream,
        clock,
        users: admin,
        serviceAccount,
      }),
    )
    inner.route('/', createIssueRoutes({ ...issue, innerAuth, pluginTokens: config.PLUGIN_TOKENS }))
    if (permissions)
      inner.route(
        '/',
        createSettingsRoutes({
          innerAuth,
          permissions: permissions.file,
          saveRoles: createSaveRoles(permissions.path, permissions.file.refresh),
          realmRoles: admin,
        }),
      )
    if (orthanc && publicOrthancRoot !== undefined)
      inner.route(
        '/',
        createGatewayRoutes({
          innerAuth,
          identity,
          apiKeys,
          resourceTokens,
          orthanc,
          publicOrthancRoot,
          clock,
          prefix: config.GATEWAY_PREFIX,
          neverSharedLabels: config.NEVER_SHARED_LABELS,
        }),
      )
  }

  const app = createApp({
    log,
    metrics,
    health: { checks },
    publicConfig: shareRoot === undefined ? undefined : publicConfigOf(config, version),
    shares:
      visibility && heads && config.identity && shareRoot !== undefined
        ? {
            identity,
            store,
            codes,
            liveShares,
            pins,
            visibility,
            heads,
            policy,
            viewers,
            neverSharedLabels: config.NEVER_SHARED_LABELS,
            sendLetter: emails?.sendLetter,
            institution: institutionOf(config),
            letterStyle,
            ownerIssuers: [...config.OIDC_ISSUERS, PLUGIN_OWNER_ISS],
            clock,
            publicShareRoot: shareRoot,
          }
        : undefined,
    guest: {
      codes,
      store,
      mint,
      pins,
      viewers,
      otherViewers,
      publicOrthancRoot,
      tellOwner:
        emails && shareRoot !== undefined
          ? createTellOwner({ sendLetter: emails.sendLetter, publicShareRoot: shareRoot, letterStyle, log })
          : undefined,
      clock,
      // Without an archive to ask, the viewer says what is gone.
      presence: orthanc ? createStudyPresence(orthanc) : { findAll: async () => ok([]) },
      neverSharedLabels: config.NEVER_SHARED_LABELS,
      sessionSeconds: config.SESSION_SECONDS,
      trustedProxyHops: config.TRUSTED_PROXY_HOPS,
    },
    web: {
      webDirs: config.WEB_DIR,
      connectTo: [...config.OIDC_ISSUERS, ...viewers.map(({ rootUrl }) => rootUrl)],
      logoUrl: config.INSTITUTION_LOGO_URL ?? null,
    },
    outerIssue: visibility && config.identity ? { ...issue, identity, visibility } : undefined,
    signIn: signInOf(config),
    corsOrigins: config.CORS_ORIGINS,
    mountInner,
  })
  const offboarding = startOffboarding({ config, admin, store, liveShares, clock, log })
  return {
    app,
    async close() {
      stopPruning()
      await offboarding.stop()
      await store.close()
    },
  }
}
