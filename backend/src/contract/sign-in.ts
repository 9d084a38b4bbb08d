import { z } from 'zod'

/**
 * Where a sign-in returns to in the browser extension as built from this repository: Chrome derives the host from
 * the manifest's key, Firefox from the extension's id. A store gives Chrome's extension another key, so another host.
 */
export const EXTENSION_REDIRECT_URIS = [
  'https://ihhpbehpcfgfgjgnpfemhhimkggaklpm.chromiumapp.org/',
  'https://09f3027bcb2bfdb1d6dcab38d61d46aa0b86a5e3.extensions.allizom.org/',
] as const

/** `GET /share/api/sign-in`: how a browser extension begins a sign-in (RFC 6749 §4.1, with PKCE). */
export const SignInResponse = z.object({
  /** The provider's issuer: what an answer's `iss` has to be (RFC 9207). */
  issuer: z.string(),
  clientId: z.string(),
  /** What a sign-in asks for, words with spaces between them. */
  scope: z.string(),
  authorizationEndpoint: z.string(),
  /** Does the provider name itself in its answers? */
  namesIssuer: z.boolean(),
})
export type SignInResponse = z.infer<typeof SignInResponse>

const Secret = z.string().min(1).max(8192)

/**
 * `POST /share/api/sign-in/token`: the exchange of a browser extension's sign-in. Extensions ask here because the
 * provider may refuse their Origin.
 */
export const SignInTokenRequest = z.discriminatedUnion('grantType', [
  z.strictObject({
    grantType: z.literal('authorization_code'),
    code: Secret,
    /** RFC 7636 §4.1. */
    codeVerifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'a codeVerifier has 43 to 128 characters'),
    redirectUri: z.string().max(200),
  }),
  z.strictObject({ grantType: z.literal('refresh_token'), refreshToken: Secret }),
])
export type SignInTokenRequest = z.infer<typeof SignInTokenRequest>

export const SignInTokenResponse = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresInSeconds: z.int().positive(),
})
export type SignInTokenResponse = z.infer<typeof SignInTokenResponse>
