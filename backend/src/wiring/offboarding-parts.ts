import type { Logger } from 'pino'
import type { Config } from '../config/read-config.ts'
import type { KeycloakAdmin } from '../identity/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { endSharesOfLeavers, repeat, type Repetition } from '../offboarding/index.ts'
import type { ShareStore } from '../store/share-store.ts'
import type { LiveShares } from '../tokens/live-shares.ts'

/** Between two looks: with the look itself, well within the minute that is promised. */
const PAUSE_MS = 20_000

interface OffboardingDeps {
  readonly config: Config
  readonly admin: KeycloakAdmin | undefined
  readonly store: ShareStore
  readonly liveShares: LiveShares
  readonly clock: Clock
  readonly log: Logger
}

/** Ends the shares of those who left, if the configuration says so. */
export const startOffboarding = (deps: OffboardingDeps): Repetition => {
  const { config, admin, log } = deps
  if (config.OFFBOARDING === 'keep' || !config.identity || !admin) return { stop: async () => {} }
  const { issuers, fetchBase } = config.identity
  const leavers = {
    ...deps,
    users: admin,
    // Without one inside address, each issuer is a provider of its own, and the administration is the first one's.
    issuers: fetchBase === undefined ? issuers.slice(0, 1) : issuers,
  }
  return repeat(
    () => endSharesOfLeavers(leavers),
    PAUSE_MS,
    (error) =>
      log.warn(
        { error: error instanceof Error ? error.name : 'unknown' },
        'who left cannot be looked up; trying again',
      ),
  )
}
