import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const HOUR_SECONDS = 3600

/** Counts recipients of one user within an hour. The user is a name for the counter only and is not kept. */
export const createHourlyLimit = (hourlyLimit: number) => {
  const limiter = new RateLimiterMemory({ points: hourlyLimit, duration: HOUR_SECONDS })
  /** Gives whether these may be written to as well; every attempt counts. */
  return async (user: string, count: number): Promise<boolean> => {
    try {
      await limiter.consume(user, count)
      return true
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      return false
    }
  }
}
