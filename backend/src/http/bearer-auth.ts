import type { Env } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Identity } from '../identity/clinician.ts'
import { problem } from './problem.ts'
import './variables.ts'

/** Lets signed-in clinicians pass, as `c.var.clinician`. Refuses with `not-signed-in` or `identity-unavailable`. */
export const createBearerAuth = (identity: Identity) =>
  createMiddleware<Env>(async (c, next) => {
    const result = await identity.authenticate(c.req.header('Authorization'))
    if (result.ok) {
      c.set('clinician', result.value)
      return next()
    }
    const { refusal } = result
    switch (refusal.reason) {
      case 'no-token':
        return problem(c, 'not-signed-in', { reason: 'no-token' })
      case 'invalid-token':
        return problem(c, 'not-signed-in', { reason: refusal.why })
      case 'identity-unavailable':
        return problem(c, 'identity-unavailable')
    }
  })
