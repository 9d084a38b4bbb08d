import { z } from 'zod'
import { EXTENSION_REDIRECT_URIS, MAX_OPENS_LIMIT } from '../contract/index.ts'
import { MAX_INSTANT_LINK_SECONDS } from '../kernel/limits.ts'
import {
  baseUrl,
  DAY_SECONDS,
  digest,
  extensionRedirectUri,
  flag,
  folder,
  folderPath,
  httpUrl,
  instant,
  legacyKeys,
  letterLanguage,
  list,
  origin,
  pageUrl,
  postgresqlUrl,
  rootUrl,
  seconds,
  secretKey,
  timeZone,
  users,
  wholeNumber,
} from './forms.ts'

/** Each variable: its form and default; what it means stands in VARIABLES.md. The example is told when it is wrong. */
export const Variables = z.object({
  PORT: wholeNumber(0, 65_535).default(8000).meta({ example: '8000' }),
  HOST: z.string().default('0.0.0.0').meta({ example: '127.0.0.1' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be a level of the log')
    .default('info')
    .meta({ example: 'info' }),

  SECRET_KEY: secretKey.meta({ example: '"$(openssl rand -base64 48)"' }),
  USERS: users.default({}).meta({ example: `'{"orthanc":"a-long-password"}'` }),
  LEGACY_SECRET_KEYS: legacyKeys.optional().meta({ example: 'the-key-of-before' }),
  LEGACY_ACCEPT_UNTIL: instant.optional().meta({ example: '2027-06-30' }),
  LEGACY_DENYLIST: list
    .pipe(z.array(digest))
    .default([])
    .meta({ example: '"$(printf %s "$TOKEN" | sha256sum | cut -c1-64)"' }),
  SERVER_ID: z.string().optional().meta({ example: 'main' }),
  DATABASE_URL: postgresqlUrl
    .optional()
    .meta({ example: 'postgresql://studylink:a-long-password@postgresql:5432/studylink' }),
  DATA_DIR: z.string().meta({ example: '/var/lib/studylink' }),
  HISTORY_KEEP_DAYS: wholeNumber(1, 36_500).default(1_095).meta({ example: '1095' }),
  WEB_DIR: list.pipe(z.array(folder)).default([]).meta({ example: '/srv/studylink/web' }),

  PUBLIC_SHARE_ROOT: rootUrl.optional().meta({ example: 'https://pacs.example.org/share/' }),
  PUBLIC_OHIF_ROOT: rootUrl.optional().meta({ example: 'https://pacs.example.org/ohif/' }),
  OHIF_DATA_SOURCE: z
    .enum(['dicom-web', 'dicom-json'], 'must be dicom-web or dicom-json')
    .default('dicom-web')
    .meta({ example: 'dicom-web' }),
  PUBLIC_ORTHANC_ROOT: rootUrl.optional().meta({ example: 'https://pacs.example.org/orthanc/' }),
  PUBLIC_LANDING_ROOT: httpUrl
    .optional()
    .meta({ example: 'https://pacs.example.org/orthanc/ui/app/token-landing.html' }),
  PUBLIC_MEDDREAM_ROOT: rootUrl.optional().meta({ example: 'https://pacs.example.org/meddream/' }),
  MEDDREAM_TOKEN_SERVICE_URL: httpUrl
    .optional()
    .meta({ example: 'http://meddream-token-service:8088/v3/generate' }),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]).meta({ example: 'https://viewer.example.org' }),
  RETURN_PATHS: list.pipe(z.array(folderPath)).optional().meta({ example: '/ohif/,/orthanc/ui/' }),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10).default(1).meta({ example: '1' }),

  ENABLE_KEYCLOAK: flag.optional().meta({ example: 'true' }),
  OIDC_ISSUERS: list
    .pipe(z.array(httpUrl))
    .default([])
    .meta({ example: 'https://pacs.example.org/keycloak/realms/orthanc' }),
  KEYCLOAK_URI: baseUrl.optional().meta({ example: 'http://keycloak:8080/realms/orthanc' }),
  KEYCLOAK_ADMIN_URI: baseUrl
    .default('http://keycloak:8080/admin/realms/orthanc')
    .meta({ example: 'http://keycloak:8080/admin/realms/orthanc' }),
  KEYCLOAK_CLIENT_SECRET: z.string().optional().meta({ example: 'the-secret-of-admin-cli' }),
  ENABLE_KEYCLOAK_API_KEYS: flag.default(false).meta({ example: 'true' }),
  OFFBOARDING: z.enum(['keep', 'end'], 'must be keep or end').default('keep').meta({ example: 'end' }),
  OIDC_AUDIENCE: list
    .pipe(z.array(z.string()).min(1, 'is empty'))
    .default(['account'])
    .meta({ example: 'account' }),
  OIDC_CLIENTS: list.default([]).meta({ example: 'studylink,orthanc' }),
  OIDC_CLIENT_ID: z.string().default('studylink').meta({ example: 'studylink' }),
  OIDC_SCOPE: z
    .string()
    .regex(/^(?:\S+ )*openid(?: \S+)*$/, 'must have openid in it, and single spaces between its words')
    .default('openid profile email')
    .meta({ example: 'openid profile email api://studylink/share' }),
  EXTENSION_REDIRECT_URIS: list
    .pipe(z.array(extensionRedirectUri))
    .default([...EXTENSION_REDIRECT_URIS])
    .meta({ example: 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/' }),
  OIDC_ROLES_CLAIM: z.string().default('realm_access.roles').meta({ example: 'realm_access.roles' }),
  PERMISSIONS_FILE_PATH: z.string().optional().meta({ example: '/etc/studylink/permissions.json' }),
  ANONYMOUS_PROFILE_FILE_PATH: z
    .string()
    .optional()
    .meta({ example: '/etc/studylink/anonymous-profile.json' }),

  ORTHANC_URI: baseUrl.optional().meta({ example: 'http://orthanc:8042' }),
  ORTHANC_USERNAME: z.string().optional().meta({ example: 'studylink' }),
  ORTHANC_PASSWORD: z.string().optional().meta({ example: 'a-long-password' }),
  ORTHANC_AUTHORIZATION: z
    .enum(['service', 'plugin'], 'must be service or plugin')
    .default('service')
    .meta({ example: 'service' }),
  PLUGIN_TOKENS: z
    .enum(['allow', 'deny'], 'must be allow or deny')
    .default('allow')
    .meta({ example: 'allow' }),
  INSTANT_LINK_MAX_SECONDS: wholeNumber(60, MAX_INSTANT_LINK_SECONDS)
    .default(MAX_INSTANT_LINK_SECONDS)
    .meta({ example: '3600' }),
  GATEWAY_PREFIX: z
    .string()
    .regex(/^(\/[A-Za-z0-9_-]+)*$/, 'must be a path without a closing slash')
    .default('/orthanc')
    .meta({ example: '/orthanc' }),

  ENABLE_EMAILS: flag.default(false).meta({ example: 'true' }),
  EMAILS_TEMPLATES_ROOT: z.string().default('/email-templates/').meta({ example: '/email-templates/' }),
  EMAILS_SMTP_SERVER_HOSTNAME: z.string().optional().meta({ example: 'smtp.example.org' }),
  EMAILS_SMTP_SERVER_PORT: wholeNumber(1, 65_535).optional().meta({ example: '587' }),
  EMAILS_SMTP_SERVER_USES_TLS: flag.default(true).meta({ example: 'true' }),
  EMAILS_SMTP_SERVER_TIMEOUT: z.coerce
    .number('must be a number of seconds')
    .positive('must be more than 0')
    .max(60, 'must be at most 60')
    .default(10)
    .meta({ example: '10' }),
  EMAILS_SMTP_SERVER_USER_NAME: z.string().optional().meta({ example: 'studylink' }),
  EMAILS_SMTP_SERVER_PWD: z.string().optional().meta({ example: 'a-long-password' }),
  EMAILS_SENDER_ADDRESS: z.string().optional().meta({ example: '"My Hospital <info@example.org>"' }),
  EMAILS_REPLY_TO: z.string().optional().meta({ example: '"My Hospital <info@example.org>"' }),
  EMAILS_ALLOWED_DOMAINS: list.default([]).meta({ example: 'example.org,clinic.example.org' }),
  EMAILS_HOURLY_LIMIT: wholeNumber(1, 100_000).default(100).meta({ example: '100' }),

  SESSION_SECONDS: wholeNumber(60, DAY_SECONDS).default(14_400).meta({ example: '14400' }),
  SHARE_EXPIRY_CHOICES_SECONDS: list
    .pipe(z.array(seconds).min(1, 'is empty'))
    .optional()
    .meta({ example: '86400,604800,2592000' }),
  SHARE_DEFAULT_EXPIRY_SECONDS: seconds.optional().meta({ example: '604800' }),
  SHARE_MAX_EXPIRY_SECONDS: seconds.default(90 * DAY_SECONDS).meta({ example: '7776000' }),
  SHARE_DOWNLOAD: z
    .enum(['off', 'allowed', 'default'], 'must be off, allowed or default')
    .default('allowed')
    .meta({ example: 'allowed' }),
  SHARE_NEVER_ENDING: flag.default(false).meta({ example: 'false' }),
  SHARE_PIN: z
    .enum(['off', 'optional', 'required'], 'must be off, optional or required')
    .default('optional')
    .meta({ example: 'required' }),
  SHARE_MAX_OPENS: wholeNumber(1, MAX_OPENS_LIMIT).optional().meta({ example: '100' }),
  SHARE_DEFAULT_MAX_OPENS: wholeNumber(1, MAX_OPENS_LIMIT).optional().meta({ example: '10' }),
  SHARES_VISIBLE_TO: z
    .enum(['owner', 'colleagues'], 'must be owner or colleagues')
    .default('owner')
    .meta({ example: 'colleagues' }),
  NEVER_SHARED_LABELS: list.default([]).meta({ example: 'vip,research' }),
  PHONE_VIEWER: z.enum(['ohif', 'stone'], 'must be ohif or stone').default('ohif').meta({ example: 'stone' }),

  INSTITUTION_NAME: z.string().optional().meta({ example: 'University Hospital' }),
  INSTITUTION_LOGO_URL: pageUrl.optional().meta({ example: 'https://www.example.org/logo.svg' }),
  INSTITUTION_CONTACT: z.string().optional().meta({ example: 'Radiology, +1 555 0100' }),
  INSTITUTION_CONTACT_URL: pageUrl.optional().meta({ example: 'mailto:radiology@example.org' }),
  INSTITUTION_PRIVACY_URL: pageUrl.optional().meta({ example: 'https://www.example.org/privacy' }),
  INSTITUTION_IMPRINT_URL: pageUrl.optional().meta({ example: 'https://www.example.org/imprint' }),
  INSTITUTION_LANGUAGE: letterLanguage.default('en').meta({ example: 'de-CH' }),
  INSTITUTION_TIME_ZONE: timeZone.default('UTC').meta({ example: 'Europe/Zurich' }),
})
export type Variables = z.infer<typeof Variables>
export type VariableName = keyof Variables

export const variableNames = Object.keys(Variables.shape) as VariableName[]

export const exampleOf = (name: VariableName): string => String(Variables.shape[name].meta()?.['example'])
