/** What must never be logged, as it appears in headers, targets and JSON bodies: kind and value. */
const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  // Past the share's own name, which is no secret.
  ['code of a link', /(?:"code":"|#)[A-Za-z0-9_-]{14}([A-Za-z0-9_-]{16,26})(?=")/g],
  ['PIN', /"pin":"([^"]+)"/g],
  ['resource token', /\bsl[vd]_([\w.-]{40,})/g],
  // Its signature: head and claims could be told apart, but not forged.
  ['access token', /"Bearer [\w-]+\.[\w-]+\.([\w-]{40,})"/g],
  ['password', /"Basic ([A-Za-z0-9+/=]{8,})"/g],
  ['api-key', /"api-key":"([^"]{8,})"/g],
]

export interface Secret {
  readonly kind: string
  readonly value: string
  /** It is looked for as a word, however short: it occurs by chance nowhere. */
  readonly isWord?: boolean
}

/** Every secret in a text. */
export const secretsIn = (text: string): Secret[] =>
  PATTERNS.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(([, value = '']) => ({ kind, value })),
  )

/** Shorter ones occur by chance inside ids and times: they count as a whole value only. */
const TELLING_LENGTH = 8

/** Does this text hold the secret? */
export const holds = (text: string, { value, isWord = false }: Secret): boolean =>
  isWord
    ? text.includes(value) && text.split(/[^\p{L}\d]+/u).includes(value)
    : text.includes(value.length < TELLING_LENGTH ? `"${value}"` : value)
