import type { Writable } from 'node:stream'

/** Two tabs of a browser keep six connections each; more is no viewer, and Orthanc has 50 threads for everybody. */
const MAX_REQUESTS_AT_A_TIME = 12

const GUEST_TOKEN = /\bsl[vd]_[\w.-]+/

/** Counts what each guest's token has under way. */
export interface GuestLoad {
  /**
   * @param places where a token may stand: header values, the target
   * @param answer until it is closed, the request counts
   * @returns false when the token has as much under way as it may; then nothing is counted
   */
  enter(places: readonly (string | undefined)[], answer: Writable): boolean
}

/**
 * Keeps one link from taking all of Orthanc. Clinicians are not counted: their tokens carry no prefix of ours.
 */
export const createGuestLoad = (limit = MAX_REQUESTS_AT_A_TIME): GuestLoad => {
  const underWay = new Map<string, number>()
  return {
    enter(places, answer) {
      const token = places.map((place) => GUEST_TOKEN.exec(place ?? '')?.[0]).find(Boolean)
      if (token === undefined) return true
      const count = underWay.get(token) ?? 0
      if (count >= limit) return false
      underWay.set(token, count + 1)
      answer.once('close', () => {
        const left = (underWay.get(token) ?? 1) - 1
        if (left > 0) underWay.set(token, left)
        else underWay.delete(token)
      })
      return true
    },
  }
}
