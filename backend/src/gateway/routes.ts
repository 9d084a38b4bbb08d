import { Hono, type MiddlewareHandler } from 'hono'
import { systemClock, type Clock } from '../kernel/clock.ts'
import type { OrthancClient } from '../orthanc/client.ts'
import { createAuthorizeRoutes } from './authorize-routes.ts'
import type { CallerDeps } from './callers.ts'
import type { DecideDeps } from './decide.ts'
import { createSearchRoutes } from './search-routes.ts'
import { createStudyDirectory } from './study-directory.ts'

export interface GatewayDeps extends CallerDeps, Pick<DecideDeps, 'neverSharedLabels'> {
  readonly orthanc: OrthancClient
  /** HTTP Basic of `USERS`, before `/gateway/authorize`. */
  readonly innerAuth: MiddlewareHandler
  /** `GATEWAY_PREFIX`, e.g. `/orthanc`; empty for none. */
  readonly prefix: string
  /** `PUBLIC_ORTHANC_ROOT`, e.g. `https://pacs.example.org/orthanc/`: for the URLs inside search answers. */
  readonly publicOrthancRoot: string
  readonly clock?: Clock
  /** Longest wait for a search; 20 s. */
  readonly searchTimeoutMs?: number
}

/** `/gateway/authorize` and `/gateway/orthanc/*`: mount at the root of the inner surface. */
export const createGatewayRoutes = (deps: GatewayDeps): Hono => {
  const { orthanc, clock = systemClock } = deps
  const directory = createStudyDirectory({ orthanc, clock })
  return new Hono()
    .route('/', createAuthorizeRoutes({ ...deps, directory }))
    .route('/', createSearchRoutes({ ...deps, directory }))
}
