import { viewersOf } from './public-config.ts'
import type { Config } from './read-config.ts'

/** What the administrator should know at every start. Never tells a secret. */
export interface StartNotice {
  readonly level: 'info' | 'warn'
  readonly message: string
}

const warn = (message: string): StartNotice => ({ level: 'warn', message })
const info = (message: string): StartNotice => ({ level: 'info', message })

/**
 * What guests can do through Orthanc's authorization plugin although this service refuses `put` and `delete`, as
 * measured with plugin 0.11.4: the plugin does not ask about it, or asks as it does for reading.
 */
const OPEN_WITHOUT_GUARD =
  'Unless the Lua guard or our nginx rules stand in front of Orthanc, its authorization plugin leaves open to whoever ' +
  'holds a link: POST anonymize and modify of the shared study, POST merge of another study into it (then readable), ' +
  'STOW-RS into it, GET /tools/create-archive with its patient (other studies in the archive), ' +
  'GET /studies/{id}/patient (ids of other studies); and to anybody: POST /tools/lookup'

const NO_OWN_NAME =
  'Without ORTHANC_USERNAME and ORTHANC_PASSWORD the authorization plugin refuses this service too: ' +
  'no guest can open a share. Any name and a long password will do, Orthanc itself need not know them'

/** Said once, after the start: what is off, and what stays open. */
export const startNotices = (config: Config): readonly StartNotice[] => [
  ...legacyNotices(config),
  ...innerNotices(config),
  ...identityNotices(config),
  ...outerNotices(config),
]

const legacyNotices = ({ legacy }: Config): readonly StartNotice[] => {
  if (!legacy?.forgeable) return []
  const until = new Date(legacy.acceptUntilMs ?? 0).toISOString()
  return [
    warn(
      `LEGACY_SECRET_KEYS has a key that is public or short: anybody can make links with it, to any study, until ${until}`,
    ),
  ]
}

const innerNotices = (config: Config): readonly StartNotice[] => {
  const passwords = Object.values(config.USERS)
  const usesPlugin = config.ORTHANC_URI === undefined || config.ORTHANC_AUTHORIZATION === 'plugin'
  return [
    ...(passwords.length === 0 ? [warn('USERS is not set: Orthanc and the proxy are refused')] : []),
    ...(passwords.some((one) => one.includes('change-me'))
      ? [warn('USERS has a well-known password: keep this port away from everybody but Orthanc')]
      : []),
    ...(config.ORTHANC_URI !== undefined &&
    config.ORTHANC_AUTHORIZATION === 'plugin' &&
    (config.ORTHANC_USERNAME === undefined || config.ORTHANC_PASSWORD === undefined)
      ? [warn(NO_OWN_NAME)]
      : []),
    ...(passwords.length > 0 && usesPlugin ? [warn(OPEN_WITHOUT_GUARD)] : []),
    ...publicationNotices(config),
  ]
}

/** Why Orthanc Explorer's own share button will make no links, where the policy says so. */
const publicationNotices = (config: Config): readonly StartNotice[] => {
  if (config.PLUGIN_TOKENS === 'deny' || Object.keys(config.USERS).length === 0) return []
  return [
    ...(config.SHARE_PIN === 'required'
      ? [
          info(
            'SHARE_PIN is required: PUT /tokens/{type} makes no publications, since Orthanc’s plugin has no PIN for them',
          ),
        ]
      : []),
    ...(config.NEVER_SHARED_LABELS.length > 0 && config.ORTHANC_URI === undefined
      ? [
          warn(
            'Without ORTHANC_URI nobody can look for NEVER_SHARED_LABELS: PUT /tokens/{type} makes no publications',
          ),
        ]
      : []),
  ]
}

const identityNotices = ({
  identity,
  ENABLE_KEYCLOAK: enabled,
  ...config
}: Config): readonly StartNotice[] => {
  if (!identity)
    return [
      info(
        `${enabled === false ? 'ENABLE_KEYCLOAK is false' : 'ENABLE_KEYCLOAK and OIDC_ISSUERS are not set'}: ` +
          'there are no users, whoever has no link is anonymous',
      ),
    ]
  return [
    ...(identity.issuers.length === 0
      ? [
          info(
            'OIDC_ISSUERS is not set: access tokens must name the issuer that discovery at KEYCLOAK_URI returns, and ' +
              'our own pages have no sign-in',
          ),
        ]
      : []),
    ...(identity.admin
      ? []
      : [
          info(
            'KEYCLOAK_CLIENT_SECRET is not set: user ids, api-keys and the realm’s roles are not looked up',
          ),
        ]),
    ...(config.PERMISSIONS_FILE_PATH === undefined
      ? [info('PERMISSIONS_FILE_PATH is not set: the roles are those of the usual file')]
      : []),
  ]
}

const outerNotices = (config: Config): readonly StartNotice[] => {
  const { PUBLIC_SHARE_ROOT, ORTHANC_URI, PUBLIC_ORTHANC_ROOT, identity } = config
  const missing = [
    ...(ORTHANC_URI === undefined ? ['ORTHANC_URI'] : []),
    ...(identity ? [] : ['an identity provider (OIDC_ISSUERS)']),
  ]
  return [
    ...(PUBLIC_SHARE_ROOT === undefined
      ? [
          info(
            'PUBLIC_SHARE_ROOT is not set: there are no pages of ours, and publications get the Python service’s form of link',
          ),
        ]
      : []),
    ...(PUBLIC_SHARE_ROOT !== undefined && viewersOf(config).length === 0
      ? [warn('Without PUBLIC_OHIF_ROOT and PUBLIC_ORTHANC_ROOT there is no viewer: guests open nothing')]
      : []),
    ...(missing.length > 0 ? [info(`Without ${missing.join(' and ')} clinicians make no shares here`)] : []),
    ...(ORTHANC_URI === undefined || PUBLIC_ORTHANC_ROOT === undefined
      ? [info('Without ORTHANC_URI and PUBLIC_ORTHANC_ROOT the guard of a stock Orthanc (/gateway) is off')]
      : []),
    ...((config.MEDDREAM_TOKEN_SERVICE_URL === undefined) !== (config.PUBLIC_MEDDREAM_ROOT === undefined)
      ? [warn('MedDream needs both MEDDREAM_TOKEN_SERVICE_URL and PUBLIC_MEDDREAM_ROOT')]
      : []),
  ]
}
