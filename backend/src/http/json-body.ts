import type { Env } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { MAX_BODY_BYTES } from '../kernel/limits.ts'
import { problem } from './problem.ts'

/** Refuses bodies over 64 KiB with `body-too-large`, counted while they are read. */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: (c) => problem(c, 'body-too-large', { detail: `A body has at most ${MAX_BODY_BYTES} bytes.` }),
})

/**
 * Lets only well-formed JSON pass. The content type is required: a foreign page cannot send it without asking
 * first (CORS), so forms and beacons never reach a handler.
 */
export const requireJson = createMiddleware<Env>(async (c, next) => {
  const [type] = (c.req.header('Content-Type') ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/json')
    return problem(c, 'invalid-request', { detail: 'Send a JSON body with Content-Type: application/json.' })
  try {
    await c.req.json()
  } catch {
    return problem(c, 'invalid-request', { detail: 'The body is not well-formed JSON.' })
  }
  return next()
})
