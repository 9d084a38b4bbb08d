/** The measure of all others: a bare Hono JSON echo. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono().post('/tokens/validate', async (c) => c.json(await c.req.json()))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['PORT']) })
