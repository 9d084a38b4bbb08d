import { createRateLimit, type RateLimit } from '../http/rate-limit.ts'

/** How often guests may ask, within one minute. */
export interface GuestLimits {
  /** For each address: a hospital's or a school's many phones may share one. */
  readonly perAddress: number
  /** For each share: a link that a whole ward opens at once still works. */
  readonly perShare: number
}

export const defaultGuestLimits: GuestLimits = { perAddress: 120, perShare: 120 }

export interface GuestRateLimit {
  readonly address: RateLimit
  readonly share: RateLimit
}

export const createGuestRateLimit = (limits: GuestLimits): GuestRateLimit => ({
  address: createRateLimit(limits.perAddress),
  share: createRateLimit(limits.perShare),
})
