/** One variant of the service in a process of its own, started by `run.ts`, which it tells its port and tokens. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { isVariant, variants } from './variants.ts'

const [, , name = ''] = process.argv
if (!isVariant(name)) throw new Error(`no variant ${name}; there are ${Object.keys(variants).join(', ')}`)

const { app, tokens } = await variants[name]()
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) => {
  process.send?.({ port, tokens })
})
// Asked for the processor time used so far: the measure that a busy machine disturbs least.
process.on('message', () => process.send?.(process.cpuUsage()))
process.once('disconnect', () => {
  server.close()
  process.exit(0)
})
