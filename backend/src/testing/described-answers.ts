import { isDeepStrictEqual } from 'node:util'
import type { OpenAPIHono, z } from '@hono/zod-openapi'

type Ask = (request: Request) => Response | Promise<Response>

/** A route as the OpenAPI document is made from it. */
export interface DescribedRoute {
  readonly method: string
  readonly path: string
  /** By status, or `default`. */
  readonly responses: Readonly<Record<string, { readonly content?: Content | undefined }>>
}
type Content = Readonly<Record<string, { readonly schema?: z.ZodType } | undefined>>

/** The routes that an application describes, with the schemas behind its document. */
export const describedRoutes = (app: OpenAPIHono): readonly DescribedRoute[] =>
  app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route as DescribedRoute] : [],
  )

/** A path of an OpenAPI document with its `{parameters}`, as what real paths match. */
const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/**
 * The application, every answer of which is compared with what it describes: status, content type, and a body that has
 * all that its schema asks for and nothing more.
 * @throws when an answer is another one
 */
export const withDescribedAnswers = (app: OpenAPIHono, ask: Ask): Ask => {
  const routes = describedRoutes(app).map((route) => ({ ...route, pattern: patternOf(route.path) }))
  return async (request) => {
    const response = await ask(request)
    const { pathname } = new URL(request.url)
    const route = routes.find(
      ({ method, pattern }) => method.toUpperCase() === request.method && pattern.test(pathname),
    )
    if (!route) return response
    const fail = (what: string) => {
      throw new Error(`${request.method} ${route.path} answered ${response.status}: ${what}`)
    }
    const described = route.responses[response.status] ?? route.responses['default']
    if (!described) return fail('a status that is not described')
    const { content } = described
    const type = response.headers.get('Content-Type')?.split(';')[0] ?? ''
    if (content === undefined)
      return (await response.clone().text()) === '' ? response : fail('a body that is not described')
    const schema = content[type]?.schema
    if (!schema) return fail(`a content type that is not described: «${type}»`)
    if (!type.includes('json')) return response
    const body: unknown = await response.clone().json()
    const parsed = schema.safeParse(body)
    if (!parsed.success) return fail(parsed.error.message)
    return isDeepStrictEqual(parsed.data, body) ? response : fail('more than its schema says')
  }
}
