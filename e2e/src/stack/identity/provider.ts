import { randomBytes } from 'node:crypto'
import { EXTENSION_REDIRECT_URIS } from '@studylink/backend/contract'
import type { Configuration, JWKS, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { oidcProvider } from './oidc-provider.ts'
import { messagePage, pagePolicy, signOutPage } from './pages.ts'
import { claimsOf, sampleUsers } from './users.ts'
import type { ProviderMemory } from './memory.ts'

/** Where a Keycloak realm named `orthanc` would be. */
export const REALM_PATH = '/keycloak/realms/orthanc'

/** The realm as browsers reach it. */
export const realmUrl = (publicUrl: URL) => new URL(REALM_PATH.slice(1), publicUrl)

export interface ProviderOptions {
  readonly publicUrl: URL
  readonly memory: ProviderMemory
  readonly keys: JWKS
  readonly cookieKeys: readonly string[]
}

const ACCESS_TOKEN_SECONDS = 300
const SESSION_SECONDS = 10 * 3600
/** Keycloak's audience of every access token, here as a resource of its own: that is what makes them JWTs. */
const AUDIENCE = 'account'
const AUDIENCE_RESOURCE = 'urn:studylink:account'

async function answer(ctx: KoaContextWithOIDC, body: (nonce: string) => unknown) {
  const nonce = randomBytes(16).toString('base64')
  ctx.set('Content-Security-Policy', pagePolicy(nonce))
  ctx.type = 'html'
  ctx.body = String(await body(nonce))
}

function configure({ publicUrl, memory, keys, cookieKeys }: ProviderOptions): Configuration {
  const at = (path: string) => new URL(path, publicUrl).href
  const { pathname: path } = realmUrl(publicUrl)
  const userOf = (accountId: string | undefined) => sampleUsers.find((user) => user.accountId === accountId)
  return {
    adapter: memory.createAdapter,
    jwks: keys,
    clients: [
      {
        client_id: 'studylink',
        client_name: 'StudyLink',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [at('ohif/callback'), at('share/callback'), ...EXTENSION_REDIRECT_URIS],
        post_logout_redirect_uris: [at(''), at('share/')],
      },
    ],
    // Keycloak's paths, for those who do not use discovery.
    routes: {
      authorization: '/protocol/openid-connect/auth',
      token: '/protocol/openid-connect/token',
      userinfo: '/protocol/openid-connect/userinfo',
      jwks: '/protocol/openid-connect/certs',
      end_session: '/protocol/openid-connect/logout',
      revocation: '/protocol/openid-connect/revoke',
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: {
      openid: ['sub', 'sid'],
      profile: ['name', 'preferred_username', 'given_name', 'family_name'],
      email: ['email', 'email_verified'],
    },
    // As Keycloak: names stand in the ID token itself.
    conformIdTokenClaims: false,
    findAccount(_ctx, accountId) {
      const user = userOf(accountId)
      return user && { accountId, claims: async () => claimsOf(user) }
    },
    extraTokenClaims(_ctx, token) {
      const user = 'accountId' in token ? userOf(token.accountId) : undefined
      if (!user) return undefined
      const sessionUid = 'sessionUid' in token ? token.sessionUid : undefined
      return { ...claimsOf(user), typ: 'Bearer', azp: token.clientId, sid: sessionUid }
    },
    formats: {
      customizers: {
        jwt(_ctx, _token, parts) {
          parts.header = { ...parts.header, typ: 'JWT' }
        },
      },
    },
    // These are the hospital's own clients: nobody is asked whether they may read a name.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc
      if (!client || !session?.accountId) return undefined
      const known = session.grantIdFor(client.clientId)
      const existing = known ? await provider.Grant.find(known) : undefined
      if (existing) return existing
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email offline_access')
      grant.addResourceScope(AUDIENCE_RESOURCE, 'openid profile email')
      await grant.save()
      return grant
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Pages of other origins have no business at the token endpoint.
    clientBasedCORS: (_ctx, origin) => origin === publicUrl.origin,
    interactions: { url: (_ctx, { uid }) => `${path}/interaction/${uid}` },
    cookies: { keys: [...cookieKeys], long: { path } },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          scope: 'openid profile email',
          accessTokenFormat: 'jwt',
          accessTokenTTL: ACCESS_TOKEN_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => answer(ctx, (nonce) => signOutPage(nonce, form)),
        postLogoutSuccessSource: (ctx) =>
          answer(ctx, (nonce) => messagePage(nonce, 'Signed out', 'You can close this page.')),
      },
    },
    renderError: (ctx, { error, error_description: description }) =>
      answer(ctx, (nonce) => messagePage(nonce, 'Sign-in failed', description ?? error)),
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 1800,
      Grant: SESSION_SECONDS,
      RefreshToken: SESSION_SECONDS,
      Session: SESSION_SECONDS,
    },
  }
}

/** An OIDC provider that looks like Keycloak to its clients. It never asks for consent. */
export function createProvider(options: ProviderOptions): Provider {
  const provider = new oidcProvider.Provider(realmUrl(options.publicUrl).href, configure(options))
  // The gateway in front tells the public address.
  provider.proxy = true
  // As in the realm: OHIF's Logout leads back to whichever of its pages was open.
  const viewer = new URL('ohif/', options.publicUrl).href
  const { prototype } = provider.Client
  const isListed = prototype.postLogoutRedirectUriAllowed
  prototype.postLogoutRedirectUriAllowed = function isAllowed(uri) {
    return isListed.call(this, uri) || uri.startsWith(viewer)
  }
  return provider
}
