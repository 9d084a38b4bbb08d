import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Policy } from '../contract/index.ts'
import { ConfigError } from './config-error.ts'
import { emailSettingsOf, type EmailSettings } from './email-settings.ts'
import { identitySettingsOf, type IdentitySettings } from './identity-settings.ts'
import { legacySettingsOf, type LegacySettings } from './legacy-settings.ts'
import { variableNames, Variables, type VariableName } from './variables.ts'

export { ConfigError } from './config-error.ts'

/** What the service runs with: the variables, checked, and what follows from several of them. */
export interface Config extends Variables {
  readonly policy: Policy
  /** Undefined: nobody signs in here. */
  readonly identity: IdentitySettings | undefined
  /** Undefined: only our own tokens are taken. */
  readonly legacy: LegacySettings | undefined
  /** Undefined: no e-mails are sent. */
  readonly emails: EmailSettings | undefined
}

const DEFAULT_DATA_DIR = '/var/lib/studylink'
const DEFAULT_CHOICES_SECONDS = [86_400, 604_800, 2_592_000, 7_776_000]
const DEFAULT_EXPIRY_SECONDS = 604_800

const policyOf = (variables: Variables): Policy => {
  const max = variables.SHARE_MAX_EXPIRY_SECONDS
  const wished = variables.SHARE_DEFAULT_EXPIRY_SECONDS
  const choices = variables.SHARE_EXPIRY_CHOICES_SECONDS
  if (wished !== undefined && wished > max)
    throw new ConfigError([['SHARE_DEFAULT_EXPIRY_SECONDS', 'is beyond SHARE_MAX_EXPIRY_SECONDS']])
  if (choices?.some((choice) => choice > max))
    throw new ConfigError([['SHARE_EXPIRY_CHOICES_SECONDS', 'has an entry beyond SHARE_MAX_EXPIRY_SECONDS']])
  const maxOpens = variables.SHARE_MAX_OPENS ?? null
  const defaultOpens = variables.SHARE_DEFAULT_MAX_OPENS ?? maxOpens
  if (maxOpens !== null && defaultOpens !== null && defaultOpens > maxOpens)
    throw new ConfigError([['SHARE_DEFAULT_MAX_OPENS', 'is beyond SHARE_MAX_OPENS']])
  const fitting = DEFAULT_CHOICES_SECONDS.filter((choice) => choice <= max)
  return {
    expiryChoicesSeconds: choices ?? (fitting.length > 0 ? fitting : [max]),
    defaultExpirySeconds: wished ?? Math.min(DEFAULT_EXPIRY_SECONDS, max),
    maxExpirySeconds: max,
    neverEnding: variables.SHARE_NEVER_ENDING,
    pin: variables.SHARE_PIN,
    maxOpens: { default: defaultOpens, max: maxOpens },
    sharesVisibleTo: variables.SHARES_VISIBLE_TO,
    notify: variables.ENABLE_EMAILS,
    download: {
      allowed: variables.SHARE_DOWNLOAD !== 'off',
      default: variables.SHARE_DOWNLOAD === 'default',
    },
  }
}

const readSecret = (secretsDir: string, name: string): string | undefined => {
  const path = join(secretsDir, name)
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8').trim() : undefined
}

/** The variables that are set: a file goes before the environment, and what is empty counts as not set. */
export const givenVariables = (
  env: Readonly<Record<string, string | undefined>>,
  secretsDir: string,
): Record<string, string> =>
  Object.fromEntries(
    variableNames.flatMap((name) => {
      const value = readSecret(secretsDir, name) || env[name]?.trim()
      return value ? [[name, value]] : []
    }),
  )

/**
 * The configuration from the environment. A file of a variable's name, as container runtimes mount secrets, goes
 * before the variable, as in the Python service. What is empty counts as not set.
 * @throws ConfigError naming each variable, what is wrong with it, and an example
 */
export const readConfig = (
  env: Readonly<Record<string, string | undefined>>,
  secretsDir = '/run/secrets',
): Config => {
  const given = givenVariables(env, secretsDir)
  // With a database the folder holds no store, and need not be named.
  if (given['DATABASE_URL'] !== undefined) given['DATA_DIR'] ??= DEFAULT_DATA_DIR
  const parsed = Variables.safeParse(given)
  if (!parsed.success) {
    // The first problem of each variable: mending it may mend the others.
    const first = new Map<VariableName, string>()
    for (const { path, message } of parsed.error.issues) {
      const name = path[0] as VariableName
      if (!first.has(name)) first.set(name, name in given ? message : 'is missing')
    }
    throw new ConfigError([...first])
  }
  const variables = parsed.data
  return {
    ...variables,
    policy: policyOf(variables),
    identity: identitySettingsOf(variables),
    legacy: legacySettingsOf(variables),
    emails: emailSettingsOf(variables),
  }
}
