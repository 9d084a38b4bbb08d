import type { NewShare } from './share-store.ts'

/** What a share has when its maker rules nothing. */
export const plainRules = {
  ownerEmail: null,
  ownerLanguage: null,
  maxOpens: null,
  recipient: null,
  note: null,
  notify: 'never',
  pin: null,
} as const satisfies Partial<NewShare>
