import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { problem } from '../http/problem.ts'
import { type AccessDeps, decideAccess } from './decide-access.ts'
import { type DecodeDeps, decodeToken } from './decode-token.ts'
import { type ProfileDeps, describeUser } from './describe-user.ts'
import { GRANT_VALIDITY_SECONDS, REFUSAL_VALIDITY_SECONDS } from './limits.ts'
import { readBody } from './read-body.ts'
import { DecodeRequest, ProfileRequest, ValidateRequest, type ValidateResponse } from './wire.ts'

export interface PluginDeps extends AccessDeps, DecodeDeps, ProfileDeps {
  /** HTTP Basic of `USERS`: every route here stands behind it. */
  readonly innerAuth: MiddlewareHandler
}

/**
 * The routes that Orthanc's authorization plugin calls, never proxied outside. Orthanc takes any non-2xx as «no»
 * and does not keep it, so what cannot be known is 503 and what is malformed 400.
 */
export const createPluginRoutes = (deps: PluginDeps): Hono => {
  const routes = new Hono()
  routes.post('/tokens/validate', deps.innerAuth, async (c) => {
    const body = await readBody(c, ValidateRequest)
    if (!body.ok) return body.refusal
    const decision = await decideAccess(deps, body.value)
    if (decision.ok) return granted(c, decision.value.endsAtMs - deps.clock())
    if (decision.refusal.reason === 'store-unavailable') return problem(c, 'store-unavailable')
    return refused(c, decision.refusal.reason)
  })
  routes.post('/tokens/decode', deps.innerAuth, async (c) => {
    const body = await readBody(c, DecodeRequest)
    if (!body.ok) return body.refusal
    const decoded = await decodeToken(deps, body.value)
    c.set('outcome', decoded['error-code'] ?? 'decoded')
    return c.json(decoded)
  })
  routes.post('/user/get-profile', deps.innerAuth, async (c) => {
    const body = await readBody(c, ProfileRequest)
    if (!body.ok) return body.refusal
    const profile = await describeUser(deps, body.value)
    if (!profile.ok) return problem(c, profile.refusal.reason)
    c.set('outcome', profile.value?.['user-id'] ? 'user' : 'nobody')
    return c.json(profile.value)
  })
  return routes
}

const granted = (c: Context, restMs: number): Response => {
  c.set('outcome', 'granted')
  const validity = Math.max(0, Math.min(GRANT_VALIDITY_SECONDS, Math.floor(restMs / 1000)))
  return c.json({ granted: true, validity } satisfies ValidateResponse)
}

const refused = (c: Context, reason: string): Response => {
  c.set('outcome', 'refused')
  c.set('reason', reason)
  return c.json({ granted: false, validity: REFUSAL_VALIDITY_SECONDS } satisfies ValidateResponse)
}
