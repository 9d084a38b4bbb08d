import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

export type Environment = Readonly<Record<string, string>>

/** What was named cannot be read; the message says which and why, and no content. */
export class InputError extends Error {
  readonly code = 'bad-input'
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new InputError(`${path}: cannot be read`, { cause: error })
  }
}

/** Lines that are not empty. */
export const readLines = (path: string): readonly string[] =>
  readText(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/**
 * `NAME=value` lines, as docker's `--env-file` and `env` have them: a `#` inside a value is part of it, unlike in
 * shells; one pair of quotes around a value is not.
 */
export const parseEnvironment = (text: string): Environment =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value = ''] =
        /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line.replace(/\r$/, '')) ?? []
      if (name === undefined) return []
      const [, , quoted] = /^(["'])(.*)\1$/.exec(value.trim()) ?? []
      return [[name, quoted ?? value.replace(/\s+#.*$/, '').trim()]]
    }),
  )

export const readEnvironmentFile = (path: string): Environment => parseEnvironment(readText(path))

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const ComposeService = z.looseObject({
  image: z.string().optional(),
  environment: z.union([z.record(z.string(), Scalar), z.array(z.string())]).default({}),
  env_file: z
    .union([z.string(), z.array(z.union([z.string(), z.looseObject({ path: z.string() })]))])
    .default([]),
})
const ComposeFile = z.looseObject({ services: z.record(z.string(), ComposeService) })
type ComposeService = z.infer<typeof ComposeService>

/** Compose fills `$NAME`, `${NAME}` and `${NAME:-value}` in from its own environment; `$$` is a dollar. */
const interpolate = (text: string, known: Environment, missing: Set<string>): string =>
  text.replaceAll(
    /\$(?:(\$)|\{(\w+)(?:(:?[-?+])([^}]*))?\}|(\w+))/g,
    (_all, dollar, braced: string | undefined, form: string | undefined, word = '', bare = '') => {
      if (dollar !== undefined) return '$'
      const name = braced ?? bare
      const value = known[name]
      if (value !== undefined) return value
      if (form?.endsWith('-')) return word as string
      missing.add(name)
      return ''
    },
  )

const isOldService = ({ image = '', environment }: ComposeService) =>
  /auth-service/.test(image) ||
  (Array.isArray(environment)
    ? environment.some((line) => line.startsWith('SECRET_KEY='))
    : 'SECRET_KEY' in environment)

const chooseService = (services: Readonly<Record<string, ComposeService>>, name: string | undefined) => {
  if (name !== undefined) {
    const named = services[name]
    if (!named)
      throw new InputError(`there is no service «${name}»: --service takes one of the compose file’s`)
    return named
  }
  const found = Object.values(services).filter(isOldService)
  const [one] = found
  if (!one || found.length > 1)
    throw new InputError(
      `${found.length === 0 ? 'no' : 'more than one'} service looks like the auth service: name it by --service`,
    )
  return one
}

export interface ComposeEnvironment {
  readonly environment: Environment
  /** Names that compose takes from elsewhere, and nobody said here. */
  readonly missing: readonly string[]
}

/**
 * The environment of the auth service in a compose file, with the files that it names.
 * @param known what compose fills in: its `.env`
 * @param serviceName absent: the one that looks like it
 * @throws InputError when there is no such file or service
 */
export const readComposeFile = (
  path: string,
  known: Environment,
  serviceName: string | undefined,
): ComposeEnvironment => {
  let document: unknown
  try {
    document = parse(readText(path), { merge: true, logLevel: 'error' })
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${path}: is no YAML`, { cause: error })
  }
  const parsed = ComposeFile.safeParse(document)
  if (!parsed.success)
    throw new InputError(
      `${path}, at ${parsed.error.issues[0]?.path.join('.') || 'the top'}: no compose file`,
    )
  const service = chooseService(parsed.data.services, serviceName)
  const missing = new Set<string>()
  const fromFiles = [service.env_file].flat().flatMap((entry) => {
    const file = resolve(dirname(path), typeof entry === 'string' ? entry : entry.path)
    if (existsSync(file)) return [readEnvironmentFile(file)]
    missing.add(file)
    return []
  })
  const pairs = Array.isArray(service.environment)
    ? service.environment.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string?])
    : Object.entries(service.environment)
  const environment = Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      // Without a value, compose hands on its own.
      if (value === null || value === undefined) return name in known ? [[name, known[name] ?? '']] : []
      return [[name, interpolate(String(value), known, missing)]]
    }),
  )
  return { environment: Object.assign({}, ...fromFiles, environment) as Environment, missing: [...missing] }
}
