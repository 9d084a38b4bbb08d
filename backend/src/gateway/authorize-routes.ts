import { Hono, type MiddlewareHandler } from 'hono'
import type { StatusCode } from 'hono/utils/http-status'
import '../http/variables.ts'
import { type CallerDeps, identifyCallers, presentedTokens } from './callers.ts'
import { classifyRequest } from './classify.ts'
import { decide, type DecideDeps } from './decide.ts'

export interface AuthorizeDeps extends CallerDeps, DecideDeps {
  /** HTTP Basic of `USERS`: only the proxy may ask. */
  readonly innerAuth: MiddlewareHandler
  /** `GATEWAY_PREFIX`, e.g. `/orthanc`: cut off the front of `X-Original-URI` when it is there. */
  readonly prefix: string
}

/** Carries the canonical path and query that the proxy fetches from Orthanc, instead of what the client wrote. */
export const TARGET_HEADER = 'X-StudyLink-Target'

/**
 * `GET /gateway/authorize`: may this request pass to Orthanc? For nginx's `auth_request` and our own gateway.
 *
 * Asked with `X-Original-Method`, `X-Original-URI` (raw), `X-Original-Authorization`, `X-Original-Token` and
 * `X-Original-Api-Key`.
 * Answers 204 with the target, 401 (no good token) or 403, and nothing else: a proxy takes any other status as its
 * own fault. What cannot be known now is refused.
 */
export const createAuthorizeRoutes = (deps: AuthorizeDeps): Hono =>
  new Hono().get('/gateway/authorize', deps.innerAuth, async (c) => {
    const answer = (status: StatusCode, outcome: string, reason?: string) => {
      c.set('outcome', outcome)
      if (reason !== undefined) c.set('reason', reason)
      return c.body(null, status)
    }
    // Orthanc would obey it: a POST could become a DELETE after it was judged.
    if (c.req.header('X-HTTP-Method-Override') !== undefined) return answer(403, 'refused', 'method-override')
    const understood = classifyRequest(
      c.req.header('X-Original-Method') ?? '',
      c.req.header('X-Original-URI') ?? '',
      deps.prefix,
    )
    const callers = await identifyCallers(
      deps,
      presentedTokens([
        c.req.header('X-Original-Authorization'),
        c.req.header('X-Original-Token'),
        understood.ok ? understood.value.argumentToken : undefined,
      ]),
      c.req.header('X-Original-Api-Key'),
    )
    if (!callers.ok) {
      if (callers.refusal.reason !== 'not-signed-in') return answer(403, 'refused', callers.refusal.reason)
      return answer(401, 'not-signed-in', callers.refusal.why)
    }
    if (!understood.ok) {
      const { refusal } = understood
      return answer(403, 'refused', refusal.reason === 'bad-target' ? refusal.why : refusal.reason)
    }
    const decision = await decide(callers.value, understood.value, deps)
    if (!decision.ok) {
      const { refusal } = decision
      return answer(403, 'refused', 'why' in refusal ? `${refusal.reason}: ${refusal.why}` : refusal.reason)
    }
    c.header(TARGET_HEADER, understood.value.target)
    return answer(204, 'allowed')
  })
