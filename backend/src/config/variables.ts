import { statSync } from 'node:fs'
import { z } from 'zod'
import { MIN_SECRET_CHARACTERS } from '../kernel/limits.ts'

const DAY_SECONDS = 86_400

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
)

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))

const httpUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
}, 'must be an http or https URL without query and fragment')

/** A folder's URL: always with its closing slash. */
const rootUrl = httpUrl.transform((text) => (text.endsWith('/') ? text : `${text}/`))
/** A URL to which paths are appended: never with a closing slash. */
const baseUrl = httpUrl.transform((text) => text.replace(/\/+$/, ''))
const seconds = wholeNumber(60, 10 * 365 * DAY_SECONDS)

const secretKey = list.pipe(
  z
    .array(
      z
        .string()
        .min(MIN_SECRET_CHARACTERS, `each entry needs at least ${MIN_SECRET_CHARACTERS} characters`)
        .refine((secret) => !secret.includes('change-me'), 'is still the example value'),
    )
    .min(1, 'is empty'),
)

const users = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue('must be a JSON object')
      return z.NEVER
    }
  })
  .pipe(
    z.record(
      z.string().regex(/^[^:]+$/),
      z.string().min(1, 'a password is empty'),
      'must be a JSON object from user name (no colon) to password',
    ),
  )

/** Shown on the guest page: a URL, or a path of this host. */
const pageUrl = z
  .string()
  .refine((text) => /^(https?:\/\/|\/(?!\/)|mailto:|tel:)/.test(text), 'must be a URL or a path')

const folder = z
  .string()
  .refine((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true, 'names no folder')

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be origins: scheme, host, port',
  )

/** Each variable: its meaning, form and default. The example is told when it is wrong. */
export const Variables = z.object({
  PORT: wholeNumber(0, 65_535).default(8000).meta({ example: '8000' }),
  HOST: z.string().default('0.0.0.0').meta({ example: '127.0.0.1' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be a level of the log')
    .default('info')
    .meta({ example: 'info' }),

  SECRET_KEY: secretKey.meta({ example: '"$(openssl rand -base64 48)"' }),
  USERS: users.default({}).meta({ example: `'{"orthanc":"a-long-password"}'` }),
  SERVER_ID: z.string().optional().meta({ example: 'main' }),
  DATA_DIR: z.string().meta({ example: '/var/lib/studylink' }),
  WEB_DIR: list.pipe(z.array(folder)).default([]).meta({ example: '/srv/studylink/web' }),

  PUBLIC_SHARE_ROOT: rootUrl.meta({ example: 'https://pacs.example.org/share/' }),
  PUBLIC_OHIF_ROOT: rootUrl.meta({ example: 'https://pacs.example.org/ohif/' }),
  PUBLIC_ORTHANC_ROOT: rootUrl.meta({ example: 'https://pacs.example.org/orthanc/' }),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]).meta({ example: 'https://viewer.example.org' }),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10).default(1).meta({ example: '1' }),

  OIDC_ISSUERS: list
    .pipe(z.array(httpUrl).min(1, 'is empty'))
    .meta({ example: 'https://pacs.example.org/keycloak/realms/orthanc' }),
  KEYCLOAK_URI: baseUrl.optional().meta({ example: 'http://keycloak:8080/realms/orthanc' }),
  OIDC_AUDIENCE: list
    .pipe(z.array(z.string()).min(1, 'is empty'))
    .default(['account'])
    .meta({ example: 'account' }),
  OIDC_CLIENTS: list.default([]).meta({ example: 'studylink,orthanc' }),
  OIDC_CLIENT_ID: z.string().default('studylink').meta({ example: 'studylink' }),
  OIDC_ROLES_CLAIM: z.string().default('realm_access.roles').meta({ example: 'realm_access.roles' }),
  PERMISSIONS_FILE_PATH: z.string().meta({ example: '/etc/studylink/permissions.json' }),

  ORTHANC_URI: baseUrl.meta({ example: 'http://orthanc:8042' }),
  ORTHANC_USERNAME: z.string().optional().meta({ example: 'studylink' }),
  ORTHANC_PASSWORD: z.string().optional().meta({ example: 'a-long-password' }),
  ORTHANC_AUTHORIZATION: z
    .enum(['service', 'plugin'], 'must be service or plugin')
    .default('service')
    .meta({ example: 'service' }),
  GATEWAY_PREFIX: z
    .string()
    .regex(/^(\/[A-Za-z0-9_-]+)*$/, 'must be a path without a closing slash')
    .default('/orthanc')
    .meta({ example: '/orthanc' }),

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

  INSTITUTION_NAME: z.string().optional().meta({ example: 'University Hospital' }),
  INSTITUTION_LOGO_URL: pageUrl.optional().meta({ example: 'https://www.example.org/logo.svg' }),
  INSTITUTION_CONTACT: z.string().optional().meta({ example: 'Radiology, +1 555 0100' }),
  INSTITUTION_CONTACT_URL: pageUrl.optional().meta({ example: 'mailto:radiology@example.org' }),
  INSTITUTION_PRIVACY_URL: pageUrl.optional().meta({ example: 'https://www.example.org/privacy' }),
  INSTITUTION_IMPRINT_URL: pageUrl.optional().meta({ example: 'https://www.example.org/imprint' }),
})
export type Variables = z.infer<typeof Variables>
export type VariableName = keyof Variables

export const variableNames = Object.keys(Variables.shape) as VariableName[]

export const exampleOf = (name: VariableName): string => String(Variables.shape[name].meta()?.['example'])
