import type { SignInResponse, SignInTokenResponse } from '@studylink/backend/contract'
import type { ApiFailure } from '@studylink/share-dialog'
import { callApi } from '@studylink/share-dialog/call-api'
import * as oauth from 'oauth4webapi'

/** What a sign-in needs of the browser. */
export interface SignInHost {
  redirectUri(): string
  /** Opens the provider's page and gives where it returned to; rejects when it cannot or the person closed it. */
  launch(url: string, interactive: boolean): Promise<string>
  /** Memory of this browser session, never on disk. */
  memory: {
    get(): Promise<Memory | undefined>
    set(value: Memory): Promise<void>
  }
  fetch: typeof fetch
  now(): number
}

export interface Memory {
  /** Whose tokens these are: another service gets none of them. */
  shareRoot: string
  tokens?: { accessToken: string; refreshToken?: string; endsAtMs: number }
  /** The person signed out: nobody is signed in again unasked, and the provider asks for the password. */
  signedOut?: boolean
}

export type TokenAnswer =
  | { kind: 'token'; accessToken: string }
  | { kind: 'signed-out' }
  /** The service does not know this extension's id. */
  | { kind: 'unknown-extension' }
  /** The service or the provider behind it does not answer, or cannot do it. */
  | { kind: 'failed'; failure: ApiFailure }

/** Renewed this long before its end: a share takes a moment. */
const MARGIN_MS = 30_000
const TIMEOUT_MS = 10_000

class Refused extends Error {
  readonly answer: TokenAnswer
  constructor(answer: TokenAnswer) {
    super(answer.kind)
    this.answer = answer
  }
}

const explain = (failure: ApiFailure): TokenAnswer => {
  if (failure.kind !== 'problem') return { kind: 'failed', failure }
  if (failure.code === 'not-signed-in') return { kind: 'signed-out' }
  return failure.code === 'invalid-request' && failure.field === 'redirectUri'
    ? { kind: 'unknown-extension' }
    : { kind: 'failed', failure }
}

/** Sign-in with code and PKCE (RFC 6749 §4.1, RFC 7636), for one service at a time. */
export const createSignIn = (host: SignInHost) => {
  const call = async <Value>(url: string, body?: unknown): Promise<Value> => {
    const { fetch } = host
    const answer = await callApi<Value>({
      url,
      timeoutMs: TIMEOUT_MS,
      fetch,
      ...(body !== undefined && { method: 'POST', body }),
    })
    if (answer.ok) return answer.value
    throw new Refused(explain(answer.failure))
  }

  const recall = async (shareRoot: string): Promise<Memory> => {
    const known = await host.memory.get()
    return known?.shareRoot === shareRoot ? known : { shareRoot }
  }

  const exchange = async (shareRoot: string, body: Record<string, string>): Promise<TokenAnswer> => {
    const answer = await call<SignInTokenResponse>(`${shareRoot}api/sign-in/token`, body)
    const { accessToken, refreshToken = body['refreshToken'], expiresInSeconds } = answer
    await host.memory.set({
      shareRoot,
      tokens: {
        accessToken,
        ...(refreshToken !== undefined && { refreshToken }),
        endsAtMs: host.now() + expiresInSeconds * 1000,
      },
    })
    return { kind: 'token', accessToken }
  }

  const authorize = async (shareRoot: string, prompt: 'none' | 'login' | undefined): Promise<TokenAnswer> => {
    const about = await call<SignInResponse>(`${shareRoot}api/sign-in`)
    const codeVerifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const redirectUri = host.redirectUri()
    const url = new URL(about.authorizationEndpoint)
    const parameters = {
      client_id: about.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: about.scope,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...(prompt && { prompt }),
    }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    let code: string | null
    try {
      const returned = new URL(await host.launch(url.href, prompt !== 'none'))
      const server = {
        issuer: about.issuer,
        authorization_response_iss_parameter_supported: about.namesIssuer,
      }
      code = oauth.validateAuthResponse(server, { client_id: about.clientId }, returned, state).get('code')
    } catch {
      // Closed by the person, refused, or nobody is signed in at the provider: all mean the same here.
      return { kind: 'signed-out' }
    }
    return exchange(shareRoot, {
      grantType: 'authorization_code',
      code: code ?? '',
      codeVerifier,
      redirectUri,
    })
  }

  const renew = async (shareRoot: string): Promise<TokenAnswer> => {
    const { tokens, signedOut } = await recall(shareRoot)
    if (tokens && tokens.endsAtMs - MARGIN_MS > host.now())
      return { kind: 'token', accessToken: tokens.accessToken }
    if (signedOut) return { kind: 'signed-out' }
    if (tokens?.refreshToken !== undefined) {
      try {
        return await exchange(shareRoot, { grantType: 'refresh_token', refreshToken: tokens.refreshToken })
      } catch (error) {
        if (!(error instanceof Refused) || error.answer.kind !== 'signed-out') throw error
        await host.memory.set({ shareRoot })
      }
    }
    return authorize(shareRoot, 'none')
  }

  /** One at a time: a refresh token may work only once. */
  let running: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<TokenAnswer>): Promise<TokenAnswer> => {
    const turn = running.then(work).catch((error: unknown): TokenAnswer => {
      if (error instanceof Refused) return error.answer
      throw error
    })
    running = turn.catch(() => undefined)
    return turn
  }

  return {
    /** Without showing anything: from memory, by the refresh token, or by the session at the provider. */
    getToken: (shareRoot: string) => inTurn(() => renew(shareRoot)),
    /** Shows the provider's page, unless there is a session. */
    signIn: (shareRoot: string) =>
      inTurn(async () => {
        const { signedOut } = await recall(shareRoot)
        return authorize(shareRoot, signedOut ? 'login' : undefined)
      }),
    signOut: (shareRoot: string) => host.memory.set({ shareRoot, signedOut: true }),
  }
}
