import { randomBytes } from 'node:crypto'
import { ConfigError } from '../config/config-error.ts'
import { isWeakSecret } from '../config/forms.ts'
import type { LegacySettings } from '../config/legacy-settings.ts'
import { givenVariables, readConfig } from '../config/read-config.ts'
import { startNotices } from '../config/start-notices.ts'
import { exampleOf, variableNames, type VariableName } from '../config/variables.ts'
import type { Finding } from './finding.ts'
import { isOfTheImage, pythonVariables } from './python-variables.ts'
import type { Environment } from './read-environment.ts'

export type CheckedVariables = { readonly findings: readonly Finding[] } & (
  | {
      /** Would the service start with them, once what is to do is done? */
      readonly usable: true
      /** How it would then take the Python service's tokens. */
      readonly legacy: LegacySettings | undefined
    }
  | { readonly usable: false }
)

/** Files were looked at already. */
const NO_FOLDER = '/nonexistent'
const FAR_AHEAD = '2100-01-01'

const toDo = (subject: string, text: string): Finding => ({ verdict: 'to do', subject, text })

/** What has to be added to an environment of the Python service: stand-ins, and what to do about each. */
const supplement = (given: Environment): { added: Environment; findings: readonly Finding[] } => {
  const added: Record<string, string> = {}
  const findings: Finding[] = []
  const { SECRET_KEY: key, LEGACY_SECRET_KEYS: legacyKeys } = given
  const hasStore = given['DATA_DIR'] !== undefined || given['DATABASE_URL'] !== undefined
  // With a store and a strong key it is the new service's already: its key was never the old one's.
  const isOld = legacyKeys === undefined && (!hasStore || (key !== undefined && isWeakSecret(key)))
  if (key !== undefined && isWeakSecret(key)) {
    added['SECRET_KEY'] = randomBytes(48).toString('base64url')
    findings.push(
      toDo(
        'SECRET_KEY',
        'is shorter than 32 characters or an example’s, so that anybody could make links: set a new one (openssl rand -base64 48)',
      ),
    )
  }
  if (key !== undefined && isOld) {
    added['LEGACY_SECRET_KEYS'] = JSON.stringify([key])
    findings.push(
      toDo('LEGACY_SECRET_KEYS', 'set it to the SECRET_KEY of before: else every link already sent ends'),
    )
    if (isWeakSecret(key) && given['LEGACY_ACCEPT_UNTIL'] === undefined) {
      added['LEGACY_ACCEPT_UNTIL'] = FAR_AHEAD
      findings.push(
        toDo(
          'LEGACY_ACCEPT_UNTIL',
          'set the day from which old links are refused: with a key that others know or guess, anybody can make them until then',
        ),
      )
    }
  }
  if (legacyKeys === undefined && !isOld)
    findings.push({
      verdict: 'differs',
      subject: 'LEGACY_SECRET_KEYS',
      text: 'is not set: links that the Python service sent open nothing',
    })
  if (!hasStore) {
    added['DATA_DIR'] = '/var/lib/studylink'
    findings.push(toDo('DATA_DIR', 'set it to a folder on a volume: links made from now on are kept there'))
  }
  return { added, findings }
}

const describe = (name: string): Finding | undefined => {
  if (isOfTheImage(name)) return undefined
  if (!(variableNames as readonly string[]).includes(name))
    return { verdict: 'ignored', subject: name, text: 'is no variable of this service' }
  const differs = pythonVariables[name as VariableName]
  if (differs === undefined) return { verdict: 'stays', subject: name, text: 'is one of the new service' }
  if (differs === '') return { verdict: 'stays', subject: name, text: '' }
  return { verdict: 'differs', subject: name, text: differs }
}

/**
 * Says of every variable of an old environment how it is taken, and what is to do; then, of the whole, what stops the
 * start, what is off and what stays open.
 *
 * @param secretsDir files that go before variables, as in `/run/secrets`
 */
export const checkVariables = (environment: Environment, secretsDir: string): CheckedVariables => {
  const given = { ...environment, ...givenVariables(environment, secretsDir) }
  const { added, findings: needed } = supplement(given)
  const asked = new Set(needed.map(({ subject }) => subject))
  const described = Object.keys(given)
    .toSorted()
    .flatMap((name) => (asked.has(name) ? [] : (describe(name) ?? [])))
  try {
    const config = readConfig({ ...given, ...added }, NO_FOLDER)
    // What only stands in for an answer is not told as one.
    const hasEnd = !('LEGACY_ACCEPT_UNTIL' in added)
    const notices = startNotices(hasEnd ? config : { ...config, legacy: undefined }).map(
      ({ message }): Finding => ({ verdict: 'differs', subject: 'at the start', text: message }),
    )
    return {
      findings: [...described, ...needed, ...notices],
      usable: true,
      legacy: config.legacy && (hasEnd ? config.legacy : { ...config.legacy, acceptUntilMs: undefined }),
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const wrong = new Set<string>(error.problems.map(([name]) => name))
    const problems = error.problems.map(([name, what]) =>
      toDo(name, `${what}. Example: ${name}=${exampleOf(name)}`),
    )
    return {
      findings: [...described.filter(({ subject }) => !wrong.has(subject)), ...needed, ...problems],
      usable: false,
    }
  }
}
