/** The forms that variables come in: each turns text into a value, or says what is wrong with it. */
import { statSync } from 'node:fs'
import { z } from 'zod'
import { MIN_SECRET_CHARACTERS } from '../kernel/limits.ts'
import { isTimeZone, letterLanguages, parseLanguage } from '../shares/letters/letter-style.ts'

export const DAY_SECONDS = 86_400

/** What stands in many examples, and so in many installations: everybody knows it. */
const PUBLIC_SECRET = 'change-me'

/** A key that others may know or guess: with it anybody could make tokens. */
export const isWeakSecret = (secret: string): boolean =>
  secret.length < MIN_SECRET_CHARACTERS || secret.includes(PUBLIC_SECRET)

export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
)

export const flag = z
  .string()
  .regex(/^(true|false)$/i, 'must be true or false')
  .transform((text) => text.toLowerCase() === 'true')

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))

export const seconds = wholeNumber(60, 10 * 365 * DAY_SECONDS)

export const httpUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
}, 'must be an http or https URL without query and fragment')

/** A folder's URL: always with its closing slash. */
export const rootUrl = httpUrl.transform((text) => (text.endsWith('/') ? text : `${text}/`))
/** A URL to which paths are appended: never with a closing slash. */
export const baseUrl = httpUrl.transform((text) => text.replace(/\/+$/, ''))

/** A path of this host, with everything below it. */
export const folderPath = z
  .string()
  .regex(/^\/(?:[\w.~-]+\/)*$/, 'must be paths that begin and end with a slash')
  .refine((path) => new URL(path, 'http://host').pathname === path, 'must be paths without dot segments')

/** A language that we write letters in, perhaps with a region. */
export const letterLanguage = z
  .string()
  .refine(
    (tag) => parseLanguage(tag) !== undefined,
    `must be one of ${letterLanguages.join(', ')}, perhaps with a region`,
  )

export const timeZone = z.string().refine(isTimeZone, 'must be a name of the IANA time zone database')

/** Shown on the guest page: a URL, or a path of this host. */
export const pageUrl = z
  .string()
  .refine((text) => /^(https?:\/\/|\/(?!\/)|mailto:|tel:)/.test(text), 'must be a URL or a path')

export const folder = z
  .string()
  .refine((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true, 'names no folder')

/** What libpq calls a connection URI. */
export const postgresqlUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'must be a URL like postgresql://user:password@host:5432/database',
  )

export const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be origins: scheme, host, port',
  )

/** Where browsers send an extension's sign-in: a host that they make from the extension's id. */
export const extensionRedirectUri = z
  .string()
  .regex(
    /^https:\/\/([a-p]{32}\.chromiumapp\.org|[0-9a-f]{40}\.extensions\.allizom\.org)\/$/,
    'must be https://<id>.chromiumapp.org/ or https://<hash>.extensions.allizom.org/',
  )

const WAY_OUT = 'set a new key, and list the old one in LEGACY_SECRET_KEYS, so that links already sent go on'

export const secretKey = list.pipe(
  z
    .array(
      z
        .string()
        .min(
          MIN_SECRET_CHARACTERS,
          `each entry needs at least ${MIN_SECRET_CHARACTERS} characters: ${WAY_OUT}`,
        )
        .refine((secret) => !secret.includes(PUBLIC_SECRET), `is still the example value: ${WAY_OUT}`),
    )
    .min(1, 'is empty'),
)

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue('must be a JSON object')
    return z.NEVER
  }
})

export const users = json.pipe(
  z.record(
    z.string().regex(/^[^:]+$/),
    z.string().min(1, 'a password is empty'),
    'must be a JSON object from user name (no colon) to password',
  ),
)

/** Keys as they were, of any strength. A JSON array where one has a comma in it. */
export const legacyKeys = z
  .string()
  .transform((text, context): unknown => {
    if (!text.startsWith('[')) return list.parse(text)
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue('starts as a JSON array and is none')
      return z.NEVER
    }
  })
  .pipe(z.array(z.string().min(1, 'has an empty key'), 'must be keys').min(1, 'is empty'))

export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'must be SHA-256 digests of tokens, in hexadecimal')
  .transform((text) => text.toLowerCase())

/** An instant in ISO 8601 with its time zone, or a day (its first moment, UTC); ms since 1970. */
export const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'must be a day or an instant with its time zone')
  .transform((text) => Date.parse(text))
