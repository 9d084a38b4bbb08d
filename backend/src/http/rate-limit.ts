import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ok, refuse, type Result } from '../kernel/result.ts'

const WINDOW_SECONDS = 60

export type TooManyRequests = { readonly reason: 'too-many-requests'; readonly retryAfterSeconds: number }

/** Counts one request of `key`; refused when it has had its share of the running minute. */
export type RateLimit = (key: string) => Promise<Result<null, TooManyRequests>>

export const createRateLimit = (perMinute: number): RateLimit => {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS })
  return async (key) => {
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
