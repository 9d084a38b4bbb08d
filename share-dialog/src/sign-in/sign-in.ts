import * as oauth from 'oauth4webapi'
import { openSignInWindow } from './sign-in-window.ts'

export interface SignInOptions {
  /** Root of our pages, absolute: `https://hospital.example/share/`. */
  shareRoot: string
  oidc: { authority: string; clientId: string; scope: string }
  /** This tab's, for the one way that leaves the page. */
  storage: Storage
  now(): number
  navigate(url: string): void
}

export type SignInOutcome =
  | { kind: 'signed-in' }
  /** Nobody is signed in at the provider, and nobody was asked. */
  | { kind: 'signed-out' }
  /** The browser lets no window open. */
  | { kind: 'blocked' }
  | { kind: 'failed' }

export interface SignIn {
  /** The token for the next call, renewed in time; `undefined`: nobody is signed in. */
  getAccessToken(): Promise<string | undefined>
  /** In a window of its own, opened in the handler of a click: now, unless it is given. The page stays as it is. */
  byPopup(popup?: Window): Promise<SignInOutcome>
  /** Leaves the page for the provider's, which sends back to `returnTo`. `silent`: it asks nobody anything. */
  byRedirect(returnTo: string, options: { silent: boolean }): Promise<SignInOutcome | undefined>
  /** Takes the provider's answer; `undefined`: this is none for this tab. */
  finishRedirect(answer: URL): Promise<{ returnTo: string; outcome: SignInOutcome } | undefined>
  /** Forgets the tokens and ends the session at the provider. */
  signOut(): Promise<void>
}

interface Tokens {
  accessToken: string
  refreshToken: string | undefined
  idToken: string | undefined
  /** Milliseconds since 1970. */
  renewAt: number
}

interface Attempt {
  verifier: string
  nonce: string
  returnTo: string
}

const PENDING = 'studylink.sign-in:'
/** Renewed this long before its end, so that no call carries one that ends on the way. */
const RENEW_BEFORE_MS = 30_000
const WINDOW_CHECK_MS = 500

/**
 * Signs a clinician in at the hospital's OpenID Connect provider: authorization code with PKCE. Tokens live in this
 * page's memory only. What a redirect has to remember in the tab's storage is good for one attempt and removed by it.
 */
export const createSignIn = ({ shareRoot, oidc, storage, now, navigate }: SignInOptions): SignIn => {
  const issuer = new URL(oidc.authority)
  const client: oauth.Client = { client_id: oidc.clientId }
  const redirectUri = new URL('callback', shareRoot).href
  // A hospital's test machine has no certificate; whether the page itself is secure is not decided here.
  const insecure = { [oauth.allowInsecureRequests]: issuer.protocol === 'http:' }
  let tokens: Tokens | undefined
  let renewing: Promise<void> | undefined
  let discovering: Promise<oauth.AuthorizationServer> | undefined

  const discover = () => {
    discovering ??= oauth
      .discoveryRequest(issuer, insecure)
      .then((response) => oauth.processDiscoveryResponse(issuer, response))
    discovering.catch(() => {
      discovering = undefined
    })
    return discovering
  }

  const begin = async (
    state: string,
    silent: boolean,
  ): Promise<{ url: string; attempt: Omit<Attempt, 'returnTo'> }> => {
    const verifier = oauth.generateRandomCodeVerifier()
    const nonce = oauth.generateRandomNonce()
    const url = new URL((await discover()).authorization_endpoint ?? '')
    const parameters = {
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: oidc.scope,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(silent && { prompt: 'none' }),
    }
    for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value)
    return { url: url.href, attempt: { verifier, nonce } }
  }

  const keep = (answer: oauth.TokenEndpointResponse) => {
    tokens = {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? tokens?.refreshToken,
      idToken: answer.id_token ?? tokens?.idToken,
      renewAt: now() + (answer.expires_in ?? 60) * 1000 - RENEW_BEFORE_MS,
    }
  }

  const finish = async (
    answer: URL,
    state: string,
    attempt: Omit<Attempt, 'returnTo'>,
  ): Promise<SignInOutcome> => {
    try {
      const server = await discover()
      const parameters = oauth.validateAuthResponse(server, client, answer, state)
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        parameters,
        redirectUri,
        attempt.verifier,
        insecure,
      )
      keep(
        await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: attempt.nonce,
        }),
      )
      return { kind: 'signed-in' }
    } catch (error) {
      const asked = error instanceof oauth.AuthorizationResponseError ? error.error : ''
      return asked === 'login_required' || asked === 'interaction_required' || asked === 'access_denied'
        ? { kind: 'signed-out' }
        : { kind: 'failed' }
    }
  }

  const renew = async () => {
    const refreshToken = tokens?.refreshToken
    if (refreshToken === undefined) {
      tokens = undefined
      return
    }
    try {
      const server = await discover()
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        refreshToken,
        insecure,
      )
      keep(await oauth.processRefreshTokenResponse(server, client, response))
    } catch (error) {
      // A provider that does not answer now may later; one that refuses has ended the session.
      if (error instanceof oauth.ResponseBodyError) tokens = undefined
    }
  }

  return {
    getAccessToken: async () => {
      if (tokens && tokens.renewAt <= now()) {
        renewing ??= renew().finally(() => {
          renewing = undefined
        })
        await renewing
      }
      return tokens?.accessToken
    },

    byPopup: async (given) => {
      const popup = given ?? openSignInWindow()
      if (!popup) return { kind: 'blocked' }
      const state = oauth.generateRandomState()
      try {
        const { url, attempt } = await begin(state, false)
        const answer = answerOf(popup, state)
        popup.location.href = url
        const query = await answer
        return query === undefined
          ? { kind: 'signed-out' }
          : await finish(new URL(`${redirectUri}${query}`), state, attempt)
      } catch {
        popup.close()
        return { kind: 'failed' }
      }
    },

    byRedirect: async (returnTo, { silent }) => {
      try {
        const state = oauth.generateRandomState()
        const { url, attempt } = await begin(state, silent)
        storage.setItem(PENDING + state, JSON.stringify({ ...attempt, returnTo } satisfies Attempt))
        navigate(url)
        return undefined
      } catch {
        return { kind: 'failed' }
      }
    },

    finishRedirect: async (answer) => {
      const state = answer.searchParams.get('state') ?? ''
      const pending = storage.getItem(PENDING + state)
      if (pending === null) return undefined
      storage.removeItem(PENDING + state)
      const { returnTo, ...attempt } = JSON.parse(pending) as Attempt
      return { returnTo, outcome: await finish(answer, state, attempt) }
    },

    signOut: async () => {
      const idToken = tokens?.idToken
      tokens = undefined
      const server = await discover()
      if (server.end_session_endpoint === undefined) return
      const url = new URL(server.end_session_endpoint)
      url.searchParams.set('client_id', client.client_id)
      url.searchParams.set('post_logout_redirect_uri', shareRoot)
      if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken)
      navigate(url.href)
    },
  }
}

const channelName = (state: string) => `studylink.sign-in:${state}`

/**
 * What the window brings back: by a channel of this origin, since the provider's page may sever the window from its
 * opener. `undefined`: it was closed.
 */
const answerOf = (popup: Window, state: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(channelName(state))
    let severed = false
    const end = (query?: string) => {
      clearInterval(timer)
      channel.close()
      resolve(query)
    }
    channel.addEventListener('message', ({ data }) => end(String(data)))
    // A severed window says that it is closed from the beginning on: then only the channel tells.
    const timer = setInterval(() => {
      if (!severed && popup.closed) {
        severed = true
        // The answer may be on its way.
        setTimeout(() => end(), SEVERED_WAIT_MS)
      }
    }, WINDOW_CHECK_MS)
  })

/** As long as a person may take to sign in. */
const SEVERED_WAIT_MS = 180_000

/** In the popup: tells the page that opened it, and goes. */
export const answerOpener = (answer: URL): void => {
  const channel = new BroadcastChannel(channelName(answer.searchParams.get('state') ?? ''))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  channel.postMessage(answer.search)
  channel.close()
  close()
}
