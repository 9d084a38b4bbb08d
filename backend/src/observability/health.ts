import { Hono } from 'hono'

export interface HealthDeps {
  /** What must work for the service to be of use, by name. Must settle soon. */
  readonly checks: Readonly<Record<string, () => Promise<boolean>>>
}

/** `GET /healthz`: the process answers. `GET /readyz`: what it needs answers too; 503 naming what does not. */
export const createHealthRoutes = ({ checks }: HealthDeps) =>
  new Hono()
    .get('/healthz', (c) => c.json({ status: 'up' }))
    .get('/readyz', async (c) => {
      const entries = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await check()] as const),
      )
      const ready = entries.every(([, fine]) => fine)
      return c.json({ ready, checks: Object.fromEntries(entries) }, ready ? 200 : 503)
    })
