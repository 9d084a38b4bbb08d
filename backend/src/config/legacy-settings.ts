import { ConfigError } from './config-error.ts'
import { isWeakSecret } from './forms.ts'
import type { Variables } from './variables.ts'

/** Tokens of the Python service that are still taken. */
export interface LegacySettings {
  readonly secrets: readonly string[]
  readonly revokedDigests: ReadonlySet<string>
  /** ms since 1970; undefined: each to its own end. */
  readonly acceptUntilMs: number | undefined
  /** One of the keys is public or short: with it anybody can make such tokens. */
  readonly forgeable: boolean
}

/** @throws ConfigError when a key that can be forged is given no end */
export const legacySettingsOf = (variables: Variables): LegacySettings | undefined => {
  const { LEGACY_SECRET_KEYS: secrets, LEGACY_ACCEPT_UNTIL: acceptUntilMs } = variables
  if (secrets === undefined) return undefined
  const forgeable = secrets.some(isWeakSecret)
  if (forgeable && acceptUntilMs === undefined)
    throw new ConfigError([
      [
        'LEGACY_ACCEPT_UNTIL',
        'is missing: a key in LEGACY_SECRET_KEYS is public or shorter than 32 characters, so that anybody could ' +
          'make links with it. Say until when they are taken',
      ],
    ])
  return { secrets, revokedDigests: new Set(variables.LEGACY_DENYLIST), acceptUntilMs, forgeable }
}
