import { vi } from 'vitest'
import type { ShareApi } from '../api/share-api.ts'
import { makeConfig, makeCreated, makeMe, makeShare } from './fixtures.ts'

/** A service that grants everything; each call can be another. */
export const makeApi = (overrides: Partial<ShareApi> = {}) => {
  const ok = <Value>(value: Value) => ({ ok: true as const, value })
  const api: ShareApi = {
    getConfig: async () => ok(makeConfig()),
    getMe: async () => ok(makeMe()),
    createShare: async () => ok(makeCreated()),
    listShares: async () => ok({ shares: [], nextCursor: null }),
    getLink: async () => ok({ url: makeCreated().url }),
    updateShare: async () => ok(makeShare()),
    revokeShare: async () => ok(makeShare({ state: 'revoked' })),
    unlockShare: async () => ok(makeShare()),
    listEvents: async () => ok({ events: [], nextCursor: null }),
    exportEvents: async () => ok('at,kind\r\n'),
    emailShare: async () => ok(''),
    revokeShares: async () => ok({ revoked: 0 }),
    lookupStudies: async () => ok({ studies: [] }),
    ...overrides,
  }
  return {
    ...api,
    getConfig: vi.fn<ShareApi['getConfig']>(api.getConfig),
    createShare: vi.fn<ShareApi['createShare']>(api.createShare),
    updateShare: vi.fn<ShareApi['updateShare']>(api.updateShare),
    revokeShare: vi.fn<ShareApi['revokeShare']>(api.revokeShare),
    listShares: vi.fn<ShareApi['listShares']>(api.listShares),
    lookupStudies: vi.fn<ShareApi['lookupStudies']>(api.lookupStudies),
  }
}
