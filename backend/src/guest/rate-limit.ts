import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ok, refuse, type Result } from '../kernel/result.ts'

/** How often guests may ask, within one minute. */
export interface GuestLimits {
  /** For each address: a hospital's or a school's many phones may share one. */
  readonly perAddress: number
  /** For each share: a link that a whole ward opens at once still works. */
  readonly perShare: number
}

export const defaultGuestLimits: GuestLimits = { perAddress: 120, perShare: 120 }

const WINDOW_SECONDS = 60

export type TooManyRequests = { readonly reason: 'too-many-requests'; readonly retryAfterSeconds: number }

export interface GuestRateLimit {
  address(key: string): Promise<Result<null, TooManyRequests>>
  share(shareId: string): Promise<Result<null, TooManyRequests>>
}

export const createGuestRateLimit = (limits: GuestLimits): GuestRateLimit => {
  const limiterOf = (points: number) => {
    const limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS })
    return async (key: string): Promise<Result<null, TooManyRequests>> => {
      try {
        await limiter.consume(key)
        return ok(null)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
        return refuse({ reason: 'too-many-requests', retryAfterSeconds })
      }
    }
  }
  return { address: limiterOf(limits.perAddress), share: limiterOf(limits.perShare) }
}
