import { createLocalJWKSet, type LocalJWKSet } from 'jose'
import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { insideAddress, withoutSlash } from './inside-address.ts'
import { KEYS_MAX_AGE_MS, PROVIDER_RETRY_MS, PROVIDER_TIMEOUT_MS, UNKNOWN_KID_COOLDOWN_MS } from './limits.ts'

/** Told by name and origin only: the log never sees a token or a key. */
export interface ProviderLog {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
}

export interface ProviderKeysDeps {
  /** The provider's public names, as they stand in `iss`; none: what its discovery says. */
  readonly issuers: readonly string[]
  /** Where it answers inside the network; equals the issuer when it is fetched directly. */
  readonly fetchBase: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly log: ProviderLog
  readonly timeoutMs?: number | undefined
}

type Unavailable = { readonly reason: 'identity-unavailable' }

/** The public keys of one provider: fetched when first needed, kept while it is down, fetched again when old. */
export interface ProviderKeys {
  /** What the provider calls itself; known once `current` gave keys. */
  readonly issuer: () => string | undefined
  current(): Promise<Result<LocalJWKSet, Unavailable>>
  /**
   * After a token named a key that `current` does not have. Gives the same set during the cool-down.
   * `identity-unavailable`: it had to be fetched and could not, so nothing is known about that key.
   */
  refreshed(): Promise<Result<LocalJWKSet, Unavailable>>
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })

export const createProviderKeys = (deps: ProviderKeysDeps): ProviderKeys => {
  const { issuers, fetchBase, fetch, clock, log, timeoutMs = PROVIDER_TIMEOUT_MS } = deps
  const held: { issuer?: string; keys?: { readonly set: LocalJWKSet; readonly fetchedAtMs: number } } = {}
  let failedAtMs = -Infinity
  let pending: Promise<boolean> | undefined

  const getJson = async (url: string): Promise<unknown> => {
    const response = await fetch(url, {
      redirect: 'error',
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return response.json()
  }

  const load = async (): Promise<LocalJWKSet> => {
    const discovery = Discovery.parse(
      await getJson(`${withoutSlash(fetchBase)}/.well-known/openid-configuration`),
    )
    // A provider may name itself after the address it was asked under.
    const isNamed = [...issuers, fetchBase].map(withoutSlash).includes(withoutSlash(discovery.issuer))
    if (issuers.length > 0 && !isNamed) throw new Error('discovery names another issuer')
    const address = insideAddress(discovery.jwks_uri, [...issuers, discovery.issuer], fetchBase)
    const keySet = createLocalJWKSet(KeySet.parse(await getJson(address)))
    held.issuer = discovery.issuer
    return keySet
  }

  /** One fetch at a time; true when it brought keys. */
  const reload = (): Promise<boolean> => {
    pending ??= load()
      .then(
        (set) => {
          if (!held.keys) log.info({ issuers, calledItself: held.issuer }, 'identity provider reached')
          held.keys = { set, fetchedAtMs: clock() }
          failedAtMs = -Infinity
          return true
        },
        (error: unknown) => {
          failedAtMs = clock()
          log.warn(
            { issuers, error: error instanceof Error ? error.name : 'unknown' },
            'no keys from provider',
          )
          return false
        },
      )
      .finally(() => {
        pending = undefined
      })
    return pending
  }

  const mayRetry = () => pending !== undefined || clock() - failedAtMs >= PROVIDER_RETRY_MS

  return {
    issuer: () => held.issuer,
    async current() {
      if (!held.keys && mayRetry()) await reload()
      if (!held.keys) return refuse({ reason: 'identity-unavailable' })
      // Old keys still verify: the provider being down must not sign everybody out.
      if (clock() - held.keys.fetchedAtMs >= KEYS_MAX_AGE_MS && mayRetry()) void reload()
      return ok(held.keys.set)
    },
    async refreshed() {
      if (held.keys && clock() - held.keys.fetchedAtMs < UNKNOWN_KID_COOLDOWN_MS) return ok(held.keys.set)
      const loaded = mayRetry() && (await reload())
      return loaded && held.keys ? ok(held.keys.set) : refuse({ reason: 'identity-unavailable' })
    },
  }
}
