import { z } from 'zod'
import { type Result, ok, refuse } from '../kernel/result.ts'
import type { CreateTokenRequest } from './wire.ts'

export interface BadRequest {
  readonly reason: 'invalid-request'
  readonly field: string
  readonly detail: string
}

const WithZone = z.union([z.iso.datetime({ offset: true }), z.iso.date()])
const WithoutZone = z.iso.datetime({ local: true })

/** An instant in ISO 8601, ms since 1970; the Python service took those without a time zone too, as UTC. */
export const parseInstant = (text: string): number | undefined => {
  if (WithZone.safeParse(text).success) return Date.parse(text)
  return WithoutZone.safeParse(text).success ? Date.parse(`${text}Z`) : undefined
}

/**
 * When a token made by this request ends, ms since 1970. A date wins over a duration, because a caller that sends
 * no duration makes the plugin send uninitialised memory for it. Whatever lies beyond the maximum is cut to it,
 * and so is «no end»: nothing here lasts for ever.
 *
 * @param maxSeconds longest life of a token of this kind
 */
export const decideRequestedEnd = (
  request: Pick<CreateTokenRequest, 'expiration-date' | 'validity-duration'>,
  maxSeconds: number,
  nowMs: number,
): Result<number, BadRequest> => {
  const latestMs = nowMs + maxSeconds * 1000
  const { 'expiration-date': date, 'validity-duration': seconds } = request
  if (date) {
    const endMs = parseInstant(date)
    if (endMs === undefined) return bad('expiration-date', 'must be an instant in ISO 8601')
    return endMs > nowMs ? ok(Math.min(endMs, latestMs)) : bad('expiration-date', 'is in the past')
  }
  // Garbage is huge but whole: the plugin's number is an integer.
  if (seconds && (seconds < 0 || !Number.isInteger(seconds)))
    return bad('validity-duration', 'must be a whole number of seconds, 0 or more')
  return ok(seconds ? Math.min(nowMs + seconds * 1000, latestMs) : latestMs)
}

const bad = (field: string, detail: string) => refuse({ reason: 'invalid-request', field, detail })
