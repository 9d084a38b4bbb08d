/** Fields whose value is a secret. An answer's `code` is a problem's name. */
const SECRET_FIELDS = {
  request: new Set(['code', 'pin', 'password', 'token-value', 'api-key']),
  answer: new Set(['token', 'Token']),
} as const
/** Of an address, what stands in its fragment or as its token. */
const SECRET_OF_ADDRESS = /#(?:token=)?([\w.%-]{16,})|[?&]token=([\w.%-]{16,})/g
const SECRET_HEADERS = ['Authorization', 'token', 'api-key', 'X-Original-Authorization', 'X-Original-Token']
/** Shorter ones occur by chance in ids and times: they count as a whole value only. */
const TELLING_LENGTH = 16

const secretsOf = (value: unknown, fields: ReadonlySet<string>): string[] => {
  if (typeof value === 'string')
    return [...value.matchAll(SECRET_OF_ADDRESS)].map(([, fragment, token]) => fragment ?? token ?? '')
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    fields.has(name) && typeof inner === 'string' && inner !== '' ? [inner] : secretsOf(inner, fields),
  )
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Ask = (request: Request) => Response | Promise<Response>

/**
 * Hears every code, token, PIN and password that passes through an application, so that no test has to remember
 * what it used.
 */
export const createLogSearch = () => {
  const secrets = new Set<string>()
  const hear = async (message: Request | Response, kind: keyof typeof SECRET_FIELDS) => {
    for (const name of SECRET_HEADERS) {
      const value = message.headers.get(name)?.replace(/^\w+ +/, '')
      // The tests' shortest tokens are words such as the log uses.
      if (value && value.length >= TELLING_LENGTH) secrets.add(value)
    }
    const isJson = message.headers.get('Content-Type')?.includes('json') === true
    if (!isJson) return
    const body = parse(await message.clone().text())
    for (const secret of secretsOf(body, SECRET_FIELDS[kind])) secrets.add(secret)
  }
  return {
    /** The application, listened to. */
    heard:
      (ask: Ask): Ask =>
      async (request) => {
        await hear(request, 'request')
        const response = await ask(request)
        await hear(response, 'answer')
        return response
      },
    /** @throws when a line holds one of them */
    assertAbsent(lines: readonly string[]): void {
      for (const line of lines) {
        const values = new Set(
          Object.values((parse(line) ?? {}) as object).filter((one) => one !== undefined),
        )
        for (const secret of secrets) {
          const isThere = secret.length < TELLING_LENGTH ? values.has(secret) : line.includes(secret)
          if (isThere) throw new Error(`the log holds a secret: ${line}`)
        }
      }
    },
  }
}
