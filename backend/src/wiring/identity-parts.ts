import type { Logger } from 'pino'
import type { Config } from '../config/read-config.ts'
import {
  type AnonymousProfile,
  anonymousProfile,
  type ApiKeys,
  createApiKeys,
  createIdentity,
  createKeycloakAdmin,
  createPermissionsFile,
  type Identity,
  type KeycloakAdmin,
  noIdentity,
  type PermissionsFile,
  readAnonymousProfile,
} from '../identity/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { anonymousProfilePath, permissionsPath } from './well-known-files.ts'
import { withVariable } from './with-variable.ts'

export interface IdentityParts {
  readonly identity: Identity
  readonly anonymous: AnonymousProfile
  /** Absent: nobody signs in, and no file says what they could do. */
  readonly permissions: { readonly file: PermissionsFile; readonly path: string } | undefined
  readonly admin: KeycloakAdmin | undefined
  readonly apiKeys: ApiKeys | undefined
}

/** Who may call, by the configuration. Asks nobody yet. @throws ConfigError when a file cannot be used */
export const createIdentityParts = async (
  config: Config,
  clock: Clock,
  log: Logger,
): Promise<IdentityParts> => {
  const permissions = await withVariable('PERMISSIONS_FILE_PATH', () => openPermissions(config, clock, log))
  const anonymous = await withVariable('ANONYMOUS_PROFILE_FILE_PATH', () => {
    const path = anonymousProfilePath(config.ANONYMOUS_PROFILE_FILE_PATH)
    return path === undefined ? anonymousProfile : readAnonymousProfile(path)
  })
  const { identity: settings } = config
  if (!settings || !permissions)
    return { identity: noIdentity, anonymous, permissions, admin: undefined, apiKeys: undefined }

  const { issuers, fetchBase } = settings
  const identity = createIdentity({
    issuers,
    fetchBase,
    audience: config.OIDC_AUDIENCE,
    clients: config.OIDC_CLIENTS.length > 0 ? config.OIDC_CLIENTS : undefined,
    rolesClaimPath: config.OIDC_ROLES_CLAIM,
    permissions: permissions.file,
    clock,
    log,
  })
  const realmUri = fetchBase ?? issuers[0] ?? ''
  const admin =
    settings.admin &&
    createKeycloakAdmin({
      realmUri,
      adminUri: settings.admin.uri,
      clientSecret: settings.admin.clientSecret,
      clock,
      log,
    })
  const apiKeys =
    admin && settings.apiKeys
      ? createApiKeys({ admin, permissions: permissions.file, issuer: issuers[0] ?? realmUri, clock })
      : undefined
  return { identity, anonymous, permissions, admin, apiKeys }
}

const openPermissions = (config: Config, clock: Clock, log: Logger): IdentityParts['permissions'] => {
  if (!config.identity && config.PERMISSIONS_FILE_PATH === undefined) return undefined
  const path = permissionsPath(config.PERMISSIONS_FILE_PATH, config.DATA_DIR)
  return { path, file: createPermissionsFile({ path, clock, log }) }
}
