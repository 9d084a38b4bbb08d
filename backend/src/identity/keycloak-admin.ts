import { z } from 'zod'
import { systemClock, type Clock } from '../kernel/clock.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { createAdminToken } from './admin-token.ts'
import { ADMIN_TIMEOUT_MS } from './limits.ts'

type Answered<Value> = Promise<Result<Value, { readonly reason: 'identity-unavailable' }>>

/** A user as Keycloak's administration tells, as far as we ask. */
export interface KeycloakUser {
  readonly id: string
  readonly username: string
  readonly enabled: boolean
  /** Seconds since 1970; 0: always. */
  readonly notBefore: number
}

export interface RealmRole {
  readonly name: string
  readonly composite: boolean
}

/** Keycloak's administration, asked by client credentials. */
export interface KeycloakAdmin {
  /** Undefined: there is no such user. */
  findUser(userId: string): Answered<KeycloakUser | undefined>
  /** The one user whose `api-key` attribute is exactly this; undefined: nobody, or more than one. */
  findUserByApiKey(apiKey: string): Answered<KeycloakUser | undefined>
  /** Names of the realm roles that a user has, those inside composite roles too. */
  listRolesOf(userId: string): Answered<readonly string[]>
  /** Names of the groups that a user is in, without those above them: as the realm's tokens have them. */
  listGroupsOf(userId: string): Answered<readonly string[]>
  listRealmRoles(): Answered<readonly RealmRole[]>
}

export interface KeycloakAdminDeps {
  /** `KEYCLOAK_URI`, where the token comes from. */
  readonly realmUri: string
  /** `KEYCLOAK_ADMIN_URI`, e.g. `http://keycloak:8080/admin/realms/orthanc`. */
  readonly adminUri: string
  readonly clientSecret: string
  /** Told why, never about whom. */
  readonly log: { warn(facts: Record<string, unknown>, message: string): void }
  readonly clock?: Clock
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

const User = z.object({
  id: z.string().min(1),
  username: z.string(),
  enabled: z.boolean(),
  notBefore: z.number().default(0),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
})
const Users = z.array(User)
const NoUser = z.object({ error: z.literal('User not found') })
const Groups = z.array(z.object({ name: z.string() }))
const Roles = z.array(z.object({ name: z.string(), composite: z.boolean().default(false) }))

const API_KEY_ATTRIBUTE = 'api-key'

/** These would be other paths of the administration: dot segments, and what lies beside the users. */
const NO_USER_ID = /^(?:\.*|count|profile)$/

const MAX_API_KEY_CHARACTERS = 512

/**
 * A condition of Keycloak's query language: in quotes, `\"` is a quote, and a backslash before anything else is itself.
 * Undefined: it has no words for this value.
 */
const condition = (name: string, value: string): string | undefined => {
  const canBeSaid = !/\p{Cc}|\\(?=["\\]|$)/u.test(value)
  return canBeSaid ? `${name}:"${value.replaceAll('"', '\\"')}"` : undefined
}

export const createKeycloakAdmin = (deps: KeycloakAdminDeps): KeycloakAdmin => {
  const { adminUri, log, clock = systemClock, fetch = globalThis.fetch, timeoutMs = ADMIN_TIMEOUT_MS } = deps
  const token = createAdminToken({ ...deps, fetch, clock })

  const get = async (path: string, signal: AbortSignal) => {
    const bearer = await token.get()
    const headers = { Accept: 'application/json', Authorization: `Bearer ${bearer}` }
    const response = await fetch(`${adminUri}${path}`, { headers, redirect: 'error', signal })
    if (response.status === 401) token.forget(bearer)
    return response
  }

  /** The body as `schema` says; undefined when Keycloak says that there is no such user. */
  const ask = async <Value>(schema: z.ZodType<Value>, path: string): Answered<Value | undefined> => {
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const first = await get(path, signal)
      const response = first.status === 401 ? await get(path, signal) : first
      if (response.ok) return ok(schema.parse(await response.json()))
      // Any other 404 is a wrong address, or a proxy's.
      if (response.status === 404 && NoUser.safeParse(await response.json()).success) return ok(undefined)
      await response.body?.cancel()
      throw new Error(`status ${response.status}`)
    } catch (error) {
      log.warn({ why: whyOf(error) }, 'Keycloak’s administration cannot be asked')
      return refuse({ reason: 'identity-unavailable' })
    }
  }
  const orEmpty = async <Item>(answer: Answered<readonly Item[] | undefined>): Answered<readonly Item[]> => {
    const found = await answer
    return found.ok ? ok(found.value ?? []) : found
  }
  const names = async (answer: Answered<readonly { readonly name: string }[] | undefined>) => {
    const found = await orEmpty(answer)
    return found.ok ? ok(found.value.map(({ name }) => name)) : found
  }
  const userPath = (userId: string) => `/users/${encodeURIComponent(userId)}`

  return {
    findUser: async (userId) =>
      NO_USER_ID.test(userId)
        ? ok(undefined)
        : ask(
            User.refine(({ id }) => id === userId),
            userPath(userId),
          ),
    async findUserByApiKey(apiKey) {
      if (apiKey === '' || apiKey.length > MAX_API_KEY_CHARACTERS) return ok(undefined)
      const q = condition(API_KEY_ATTRIBUTE, apiKey)
      if (q === undefined) return ok(undefined)
      const query = new URLSearchParams({ q, briefRepresentation: 'false' })
      const found = await orEmpty(ask(Users, `/users?${query}`))
      if (!found.ok) return found
      // The search ignores case, and older versions find parts too.
      const exact = found.value.filter((user) => user.attributes?.[API_KEY_ATTRIBUTE]?.includes(apiKey))
      if (exact.length > 1) log.warn({ users: exact.length }, 'several users have the same api-key: refused')
      return ok(exact.length === 1 ? exact[0] : undefined)
    },
    listRolesOf: (userId) => names(ask(Roles, `${userPath(userId)}/role-mappings/realm/composite`)),
    listGroupsOf: (userId) => names(ask(Groups, `${userPath(userId)}/groups`)),
    listRealmRoles: () => orEmpty(ask(Roles, '/roles')),
  }
}

/** Never the message: it may quote an address with a key in it. */
const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  return /^(token )?status \d{3}$/.test(error.message) ? error.message : error.name
}
