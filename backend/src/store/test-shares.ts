import { plainRules } from './plain-rules.ts'
import type { NewShare } from './share-store.ts'

/** Samples of the store's tests. Times in ms since 1970. */
export const NOW = Date.UTC(2026, 0, 1)
export const SHARE_ID = 'AAAAAAAAAAAAA1'

export const actor = { iss: 'https://id.example.org', sub: 'u-1', name: 'Dora Doctor' }
export const trace = { address: '192.0.2.0/24', browser: 'Firefox' }
export const pin = { kind: 'digits', hash: 'scrypt$1$1$1$kid$salt$hash' } as const

export const newShare = (overrides: Partial<NewShare> = {}): NewShare => ({
  shareId: SHARE_ID,
  codeKid: 'kid00001',
  createdAtMs: NOW,
  ownerIss: actor.iss,
  ownerSub: actor.sub,
  createdBy: actor.name,
  expiresAtMs: NOW + 1000,
  viewer: null,
  allowDownload: false,
  ...plainRules,
  studies: [
    { studyInstanceUID: '1.2.3', orthancId: 'aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa' },
    { studyInstanceUID: '1.2.4', orthancId: 'bbbbbbbb-bbbbbbbb-bbbbbbbb-bbbbbbbb-bbbbbbbb' },
  ],
  ...overrides,
})

/** The n-th share id. */
export const idOf = (n: number) => `share-${String(n).padStart(8, '0')}`

export const opening = (openId: string, overrides: Record<string, unknown> = {}) => ({
  shareId: SHARE_ID,
  openId,
  nowMs: NOW,
  sessionEndsAtMs: NOW + 500,
  ...trace,
  ...overrides,
})
