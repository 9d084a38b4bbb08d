/** An OpenID Connect provider that keeps the rules which a client depends on: PKCE, one use of a code, rotation. */
export const createFakeProvider = ({ issuer, clientId }: { issuer: string; clientId: string }) => {
  const challenges = new Map<string, { challenge: string; nonce: string; redirectUri: string }>()
  const refreshTokens = new Set<string>()
  let issued = 0
  let isAway = false
  let nonceOfTokens: string | undefined

  const tokens = (nonce?: string) => {
    issued += 1
    refreshTokens.add(`refresh-${issued}`)
    const seconds = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, sub: 'doctor', aud: clientId, iat: seconds, exp: seconds + 300, nonce }
    return Response.json({
      access_token: `access-${issued}`,
      token_type: 'Bearer',
      expires_in: 300,
      refresh_token: `refresh-${issued}`,
      ...(nonce !== undefined && { id_token: toJwt(claims) }),
    })
  }
  const refuse = () => Response.json({ error: 'invalid_grant' }, { status: 400 })

  const token = async (form: URLSearchParams): Promise<Response> => {
    if (form.get('client_id') !== clientId) return refuse()
    if (form.get('grant_type') === 'refresh_token')
      return refreshTokens.delete(form.get('refresh_token') ?? '') ? tokens() : refuse()
    const code = form.get('code') ?? ''
    const asked = challenges.get(code)
    challenges.delete(code)
    const challenge = await toChallenge(form.get('code_verifier') ?? '')
    if (!asked || asked.challenge !== challenge || asked.redirectUri !== form.get('redirect_uri'))
      return refuse()
    return tokens(nonceOfTokens ?? asked.nonce)
  }

  return {
    fetch: async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      if (isAway) throw new TypeError('fetch failed')
      const url = String(input instanceof Request ? input.url : input)
      if (url === `${issuer}/.well-known/openid-configuration`)
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          end_session_endpoint: `${issuer}/logout`,
          id_token_signing_alg_values_supported: ['RS256'],
        })
      if (url === `${issuer}/token`) return token(new URLSearchParams(String(init?.body)))
      return new Response(null, { status: 404 })
    },
    /** Somebody signs in at the provider's page: where it sends the browser then. */
    signIn: (authorizationUrl: string): URL => {
      const asked = new URL(authorizationUrl).searchParams
      const code = `code-${challenges.size + issued}`
      const redirectUri = asked.get('redirect_uri') ?? ''
      challenges.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        redirectUri,
      })
      return new URL(`${redirectUri}?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`)
    },
    /** The provider sends back with an error. */
    refuse: (authorizationUrl: string, error: string): URL => {
      const asked = new URL(authorizationUrl).searchParams
      return new URL(
        `${asked.get('redirect_uri')}?${new URLSearchParams({ error, state: asked.get('state') ?? '' })}`,
      )
    },
    endSession: () => refreshTokens.clear(),
    goAway: () => {
      isAway = true
    },
    /** Its ID tokens answer another question than the one that was asked. */
    mixUpNonces: () => {
      nonceOfTokens = 'of-somebody-else'
    },
  }
}

const toBase64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const toChallenge = async (verifier: string) =>
  toBase64Url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier) as BufferSource)),
  )

/** Straight from the token endpoint a client need not check the signature (OpenID Connect Core 3.1.3.7). */
const toJwt = (claims: object) =>
  [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => toBase64Url(new TextEncoder().encode(JSON.stringify(part))))
    .concat('c2ln')
    .join('.')
