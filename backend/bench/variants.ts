import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { destination } from 'pino'
import { createInnerAuth } from '../src/http/inner-auth.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { refuse } from '../src/kernel/result.ts'
import { createKeyRing } from '../src/keys/key-ring.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createRequestLog } from '../src/observability/request-log.ts'
import { createPluginRoutes } from '../src/plugin/index.ts'
import { createLiveShares, type LiveShare } from '../src/tokens/live-shares.ts'
import { createResourceTokens } from '../src/tokens/resource-tokens.ts'
import { ORTHANC_ID, PASSWORD, STUDY_UID, USER } from './request.ts'

/** More than are kept decrypted: used in turn, each is met for the first time. */
const UNSEEN_TOKENS = 16_000
const SHARE_ID = 'AAAAAAAAAAAAAA'

export interface Variant {
  readonly app: Hono
  /** Tokens to ask with, by the case that they stand for. */
  readonly tokens: Readonly<Record<string, readonly string[]>>
}

const bareEcho = async (): Promise<Variant> => ({
  app: new Hono().post('/tokens/validate', async (c) => c.json(await c.req.json())),
  tokens: { any: [`slv_${'a'.repeat(250)}`] },
})

/** The plugin's routes over real tokens, with the request log around them; a share in memory, as in steady state. */
const service = async (): Promise<Variant> => {
  const endsAtMs = systemClock() + 3_600_000
  const share: LiveShare = {
    shareId: SHARE_ID,
    generation: 2,
    revision: 2,
    endsAtMs,
    revoked: false,
    download: false,
    studies: [{ studyInstanceUID: STUDY_UID, orthancId: ORTHANC_ID }],
  }
  const liveShares = createLiveShares({
    load: async () => undefined,
    freshUntil: systemClock,
    clock: systemClock,
  })
  liveShares.update(share)
  const keyRing = createKeyRing([randomBytes(32).toString('hex')])
  const resourceTokens = await createResourceTokens({ keyRing, liveShares, clock: systemClock })
  const mint = async (generation: number) =>
    (await resourceTokens.forShare({ shareId: SHARE_ID, generation, download: false, endsAtMs })).token
  const app = new Hono()
  if (!process.env["NOLOG"]) app.use(requestId({ headerName: '' }))
  if (!process.env["NOLOG"]) app.use(createRequestLog(createLogger('info', destination('/dev/null'))))
  app.route(
    '/',
    createPluginRoutes({
      innerAuth: createInnerAuth({ [USER]: PASSWORD }),
      resourceTokens,
      identity: { authenticate: async () => refuse({ reason: 'no-token' }) },
      clock: systemClock,
    }),
  )
  const seen = await mint(2)
  const unseen = await Promise.all(Array.from({ length: UNSEEN_TOKENS }, () => mint(2)))
  return {
    app,
    tokens: { seen: [seen], unseen, revoked: [await mint(1)], invalid: [`${seen.slice(0, -4)}AAAA`] },
  }
}

export const variants = { echo: bareEcho, service } as const
export type VariantName = keyof typeof variants
export const isVariant = (name: string): name is VariantName => Object.hasOwn(variants, name)
