import type { Context } from 'hono'
import type { z } from 'zod'
import { problem } from '../http/problem.ts'
import { MAX_BODY_BYTES } from '../kernel/limits.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import { readBounded } from './read-bounded.ts'

/**
 * Reads and checks an inner JSON body. The refusal is the answer to give: `body-too-large`, or `invalid-request`
 * naming the field. The content type is not asked for: these routes stand behind Basic and no browser has it.
 */
export const readBody = async <Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<Result<z.output<Schema>, Response>> => {
  const text = await readBounded(c, MAX_BODY_BYTES)
  if (!text.ok)
    return refuse(
      text.refusal === 'too-large'
        ? problem(c, 'body-too-large', { detail: `A body has at most ${MAX_BODY_BYTES} bytes.` })
        : problem(c, 'invalid-request', { detail: 'The body ends too early.' }),
    )
  const json = parseJson(text.value)
  if (!json.ok) return refuse(problem(c, 'invalid-request', { detail: 'The body is not well-formed JSON.' }))
  const parsed = schema.safeParse(json.value)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return refuse(
    problem(c, 'invalid-request', {
      field: issue?.path.join('.') ?? '',
      detail: issue?.message ?? 'The body has another shape.',
    }),
  )
}

const parseJson = (text: string): Result<unknown, { readonly reason: 'not-json' }> => {
  try {
    return ok(JSON.parse(text) as unknown)
  } catch {
    return refuse({ reason: 'not-json' })
  }
}
