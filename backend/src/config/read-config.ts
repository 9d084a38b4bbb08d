import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Policy } from '../contract/index.ts'
import { exampleOf, variableNames, Variables, type VariableName } from './variables.ts'

/** What the service runs with: the variables, checked, and the policy that follows from them. */
export interface Config extends Variables {
  readonly policy: Policy
}

/** The start stops: every wrong variable with what is wrong and an example. Never tells a value. */
export class ConfigError extends Error {
  readonly code = 'bad-configuration'

  constructor(problems: readonly (readonly [name: VariableName, what: string])[], options?: ErrorOptions) {
    const lines = problems.map(([name, what]) => `  ${name}: ${what}. Example: ${name}=${exampleOf(name)}`)
    super(`The configuration is not usable:\n${lines.join('\n')}`, options)
    this.name = 'ConfigError'
  }
}

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
  const fitting = DEFAULT_CHOICES_SECONDS.filter((choice) => choice <= max)
  return {
    expiryChoicesSeconds: choices ?? (fitting.length > 0 ? fitting : [max]),
    defaultExpirySeconds: wished ?? Math.min(DEFAULT_EXPIRY_SECONDS, max),
    maxExpirySeconds: max,
    download: {
      allowed: variables.SHARE_DOWNLOAD !== 'off',
      default: variables.SHARE_DOWNLOAD === 'default',
    },
  }
}

const readSecret = (secretsDir: string, name: string): string | undefined => {
  const path = join(secretsDir, name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}

/**
 * The configuration from the environment; a variable that is not set may stand in a file of its name, as
 * container runtimes mount secrets. An empty variable counts as not set.
 * @throws ConfigError naming each variable, what is wrong with it, and an example
 */
export const readConfig = (
  env: Readonly<Record<string, string | undefined>>,
  secretsDir = '/run/secrets',
): Config => {
  const given = Object.fromEntries(
    variableNames
      .map((name) => [name, env[name]?.trim() || readSecret(secretsDir, name)] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
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
  return { ...parsed.data, policy: policyOf(parsed.data) }
}
