import type { KeycloakAdmin } from '../identity/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { liveShareOf } from '../store/share-state.ts'
import type { Owner, ShareStore } from '../store/share-store.ts'
import type { LiveShares } from '../tokens/live-shares.ts'

export interface LeaversDeps {
  readonly store: Pick<ShareStore, 'listActiveOwners' | 'revokeShares'>
  readonly liveShares: Pick<LiveShares, 'update'>
  readonly users: Pick<KeycloakAdmin, 'findUser'>
  /** Names of the provider that `users` knows: owners of others are not its to judge. */
  readonly issuers: readonly string[]
  readonly clock: Clock
  readonly log: { info(facts: Record<string, unknown>, message: string): void }
}

const OWNERS_PER_PAGE = 100

/**
 * One look at everybody who has an active share: those whom the provider has disabled or does not have any more lose
 * all of theirs. Where it does not answer, or not clearly, the look ends and changes nothing; the next one begins anew.
 */
export const endSharesOfLeavers = async (deps: LeaversDeps): Promise<void> => {
  const { store, users, issuers, clock } = deps
  let after: Owner | undefined
  for (;;) {
    const owners = await store.listActiveOwners(clock(), { after, limit: OWNERS_PER_PAGE })
    for (const owner of owners) {
      if (!issuers.includes(owner.iss)) continue
      const user = await users.findUser(owner.sub)
      if (!user.ok) return
      if (!user.value?.enabled) await endSharesOf(deps, owner)
    }
    after = owners.at(-1)
    if (owners.length < OWNERS_PER_PAGE) return
  }
}

const endSharesOf = async ({ store, liveShares, clock, log }: LeaversDeps, owner: Owner): Promise<void> => {
  const revoked = await store.revokeShares({ ownerIss: owner.iss, ownerSub: owner.sub }, null, clock())
  for (const share of revoked) liveShares.update(liveShareOf(share))
  log.info({ shares: revoked.length }, 'shares of somebody who left were revoked')
}
