import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { createShareCodes } from './codes/share-code.ts'
import { publicConfigOf, viewersOf } from './config/public-config.ts'
import { ConfigError, type Config } from './config/read-config.ts'
import type { VariableName } from './config/variables.ts'
import { createGatewayRoutes } from './gateway/index.ts'
import { createInnerAuth } from './http/inner-auth.ts'
import { createIdentity, createPermissionsFile } from './identity/index.ts'
import { systemClock as clock } from './kernel/clock.ts'
import { createKeyRing } from './keys/key-ring.ts'
import {
  createOrthancClient,
  createPluginVisibility,
  createServiceVisibility,
  createStudyPresence,
} from './orthanc/index.ts'
import { createPluginRoutes } from './plugin/index.ts'
import { createShareStore } from './store/kysely-share-store.ts'
import { liveShareOf } from './store/share-state.ts'
import { createSqlite } from './store/sqlite.ts'
import { createLiveShares } from './tokens/live-shares.ts'
import { createResourceTokens } from './tokens/resource-tokens.ts'

export interface Services {
  readonly app: ReturnType<typeof createApp>
  close(): Promise<void>
}

/** What opens a file named by a variable fails as that variable's problem. */
const withVariable = async <Value>(
  name: VariableName,
  open: () => Value | Promise<Value>,
): Promise<Value> => {
  try {
    return await open()
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error))
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message
    throw new ConfigError([[name, `cannot be used (${why})`]], { cause: error })
  }
}

/**
 * Makes the real parts from the configuration and joins them. Listens on nothing.
 * Identity provider and archive may come later.
 * @throws ConfigError when the store or the permissions file cannot be used
 */
export const createServices = async (config: Config, log: Logger, version: string): Promise<Services> => {
  const permissions = await withVariable('PERMISSIONS_FILE_PATH', () =>
    createPermissionsFile({ path: config.PERMISSIONS_FILE_PATH, clock, log }),
  )
  const identity = createIdentity({
    issuers: config.OIDC_ISSUERS,
    fetchBase: config.KEYCLOAK_URI,
    audience: config.OIDC_AUDIENCE,
    clients: config.OIDC_CLIENTS.length > 0 ? config.OIDC_CLIENTS : undefined,
    rolesClaimPath: config.OIDC_ROLES_CLAIM,
    permissions,
    clock,
    log,
  })
  const orthanc = createOrthancClient({
    baseUrl: config.ORTHANC_URI,
    username: config.ORTHANC_USERNAME,
    password: config.ORTHANC_PASSWORD,
    log,
  })
  const store = await withVariable('DATA_DIR', () => createShareStore(createSqlite(config.DATA_DIR)))
  const keyRing = createKeyRing(config.SECRET_KEY)
  const codes = createShareCodes(keyRing)
  const liveShares = createLiveShares({
    load: async (shareId) => {
      const share = await store.getShare(shareId)
      return share && liveShareOf(share)
    },
    // One process owns a SQLite file, so memory is never behind it.
    freshUntil: clock,
    clock,
  })
  const serverId = config.SERVER_ID
  const resourceTokens = await createResourceTokens({ keyRing, liveShares, clock, serverId })
  const innerAuth = createInnerAuth(config.USERS)
  const viewers = viewersOf(config)
  const roots = {
    orthanc: config.PUBLIC_ORTHANC_ROOT,
    ohif: config.PUBLIC_OHIF_ROOT,
    ohifDataSource: 'dicom-web',
  } as const

  const app = createApp({
    log,
    health: { checks: { store: () => store.isReady(), identity: () => identity.isReady() } },
    publicConfig: publicConfigOf(config, version),
    shares: {
      identity,
      store,
      codes,
      liveShares,
      visibility:
        config.ORTHANC_AUTHORIZATION === 'plugin'
          ? createPluginVisibility(orthanc)
          : createServiceVisibility(orthanc),
      policy: config.policy,
      viewers,
      publicShareRoot: config.PUBLIC_SHARE_ROOT,
      clock,
    },
    guest: {
      codes,
      store,
      presence: createStudyPresence(orthanc),
      mint: resourceTokens,
      viewers,
      sessionSeconds: config.SESSION_SECONDS,
      trustedProxyHops: config.TRUSTED_PROXY_HOPS,
      clock,
    },
    web: {
      webDirs: config.WEB_DIR,
      connectTo: [...config.OIDC_ISSUERS, config.PUBLIC_OHIF_ROOT],
      logoUrl: config.INSTITUTION_LOGO_URL ?? null,
    },
    corsOrigins: config.CORS_ORIGINS,
    mountInner(inner) {
      inner.route('/', createPluginRoutes({ innerAuth, identity, resourceTokens, serverId, roots, clock }))
      inner.route(
        '/',
        createGatewayRoutes({
          innerAuth,
          identity,
          resourceTokens,
          orthanc,
          prefix: config.GATEWAY_PREFIX,
          publicOrthancRoot: config.PUBLIC_ORTHANC_ROOT,
          clock,
        }),
      )
    },
  })
  return { app, close: () => store.close() }
}
