import { OpenAPIHono } from '@hono/zod-openapi'
import { Problem } from '../contract/index.ts'
import { problem } from './problem.ts'

/** A feature's routes, described by the contract's schemas; what does not fit them is `invalid-request`. */
export const createApiRoutes = () =>
  new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      const [issue] = result.error.issues
      return problem(c, 'invalid-request', {
        ...(issue && issue.path.length > 0 ? { field: issue.path.join('.') } : {}),
        ...(issue ? { detail: issue.message } : {}),
      })
    },
  })

export const jsonContent = <Schema>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

export const jsonRequest = <Schema>(schema: Schema) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
})

/** Every refusal: a problem document whose `code` says which. */
export const problemResponses = {
  default: {
    description: 'A refusal: an RFC 9457 problem document with a stable `code`.',
    content: { 'application/problem+json': { schema: Problem } },
  },
}
