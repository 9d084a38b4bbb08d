import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { SurfaceRouter } from './surface-router.ts'

const createSurfaces = () => {
  const seen: string[] = []
  const router = new SurfaceRouter<never>()
  const app = new Hono({ router: router as never })
    .use(async (c, next) => {
      seen.push(c.req.path)
      await next()
    })
    .post('/tokens/validate', (c) => c.text('validate'))
    .put('/tokens/:type', (c) => c.text(c.req.param('type')))
    .get('/:anything', (c) => c.text('anything'))
    .use('/share/*', async (c, next) => {
      await next()
      c.header('X-Outer', 'yes')
    })
    .post('/share/api/shares/:shareId/unlock', (c) => c.text(c.req.param('shareId')))
    .post('/share/api/shares/revoke', (c) => c.text('revoke'))
    .get('/share/s', (c) => c.text('guest page'))
  const ask = async (method: string, path: string) => {
    const response = await app.request(path, { method })
    return [response.status, await response.text(), response.headers.get('X-Outer')]
  }
  return { router, seen, ask }
}

describe('the router of both surfaces', () => {
  it('finds the routes of each, with their parameters and what stands around them', async () => {
    const { ask, seen } = createSurfaces()
    expect(await ask('POST', '/tokens/validate')).toEqual([200, 'validate', null])
    expect(await ask('PUT', '/tokens/x-publication')).toEqual([200, 'x-publication', null])
    expect(await ask('POST', '/share/api/shares/abc/unlock')).toEqual([200, 'abc', 'yes'])
    expect(await ask('POST', '/share/api/shares/revoke')).toEqual([200, 'revoke', 'yes'])
    expect(await ask('GET', '/share/s')).toEqual([200, 'guest page', 'yes'])
    expect(seen).toHaveLength(5)
  })

  it('finds nothing of the inner surface below the outer one', async () => {
    const { ask } = createSurfaces()
    expect(await ask('GET', '/nothing')).toEqual([200, 'anything', null])
    for (const path of ['/share', '/shared', '/share/nothing', '/share/tokens/validate'])
      expect((await ask('GET', path))[0]).toBe(404)
  })

  it('asks the fast router about tokens, whatever the outer paths are', async () => {
    const { router, ask } = createSurfaces()
    await ask('POST', '/tokens/validate')
    await ask('GET', '/share/s')
    expect(router.name).toBe('inner: SmartRouter + RegExpRouter, outer: SmartRouter + TrieRouter')
  })
})
