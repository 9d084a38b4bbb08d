import { ok, refuse, type Result } from '../kernel/result.ts'
import { MAX_TARGET_CHARACTERS } from './limits.ts'

/** A request target, taken apart without any normalising: what is not plain is refused, not repaired. */
export interface RawTarget {
  readonly segments: readonly string[]
  /** Values are decoded once; each is checked by the route that knows the argument. */
  readonly arguments: ReadonlyMap<string, string>
}

export type TargetRefusal = { readonly reason: 'bad-target'; readonly why: string }
const bad = (why: string) => refuse({ reason: 'bad-target', why } as const)

const SEGMENT = /^[A-Za-z0-9_.,-]+$/
const ARGUMENT_NAME = /^[A-Za-z0-9-]+$/
/** Nothing that a server might read otherwise than we: no control character, no `%` (a second encoding), no `\`. */
const ARGUMENT_VALUE = /^[A-Za-z0-9 _.,:;=/*+"-]*$/

/**
 * Parses the raw path and query as the client sent them (RFC 9112 §3.2.1). The path must need no decoding: no
 * percent sign, empty or dot segment, nor a slash at its end. In the query OHIF encodes commas and slashes, so its
 * values are decoded, exactly once. Repeated arguments are refused.
 *
 * @param prefix what the proxy adds in front of Orthanc's own paths, e.g. `/orthanc`; optional in `raw`
 */
export const parseRawTarget = (raw: string, prefix: string): Result<RawTarget, TargetRefusal> => {
  if (raw.length > MAX_TARGET_CHARACTERS) return bad('too-long')
  const below = prefix !== '' && raw.startsWith(`${prefix}/`) ? raw.slice(prefix.length) : raw
  const questionMark = below.indexOf('?')
  const path = questionMark < 0 ? below : below.slice(0, questionMark)
  if (!path.startsWith('/')) return bad('path')
  const segments = path.slice(1).split('/')
  if (!segments.every((one) => SEGMENT.test(one) && one !== '.' && one !== '..')) return bad('path')
  const parsed = parseArguments(questionMark < 0 ? '' : below.slice(questionMark + 1))
  return parsed.ok ? ok({ segments, arguments: parsed.value }) : parsed
}

const parseArguments = (query: string): Result<ReadonlyMap<string, string>, TargetRefusal> => {
  const found = new Map<string, string>()
  if (query === '') return ok(found)
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = equals < 0 ? pair : pair.slice(0, equals)
    const value = decodeOnce(equals < 0 ? '' : pair.slice(equals + 1))
    if (!ARGUMENT_NAME.test(name) || value === undefined || !ARGUMENT_VALUE.test(value))
      return bad('argument')
    if (found.has(name)) return bad('repeated-argument')
    found.set(name, value)
  }
  return ok(found)
}

const decodeOnce = (value: string): string | undefined => {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/**
 * An argument's value as Orthanc understands it: percent-encoded, but for commas. Its DICOMweb plugin takes
 * `includefield` apart before it decodes, so `00081030%2C00080060` would be one field that nobody knows.
 */
export const encodeValue = (value: string): string => encodeURIComponent(value).replaceAll('%2C', ',')

/** Writes the target that Orthanc is asked: the parsed parts only, encoded in one way. */
export const formatTarget = (segments: readonly string[], args: ReadonlyMap<string, string>): string => {
  const query = [...args].map(([name, value]) => (value === '' ? name : `${name}=${encodeValue(value)}`))
  return `/${segments.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`
}
