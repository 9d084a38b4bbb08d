import type { Context } from 'hono'
import { problem } from '../http/problem.ts'
import type { CreateShareRefusal } from './create-share.ts'
import type { OwnedShareRefusal } from './owned-share.ts'

/** What a clinician is told when a share is not made, shown or changed. */
export const refuseShare = (c: Context, refusal: CreateShareRefusal | OwnedShareRefusal) => {
  switch (refusal.reason) {
    case 'study-not-visible':
    case 'study-ambiguous':
      return problem(c, refusal.reason, { field: `studies.${refusal.index}` })
    case 'expiry-beyond-policy':
      return problem(c, refusal.reason, {
        field: refusal.field,
        detail: `A link lasts at most ${refusal.maxExpirySeconds} seconds.`,
      })
    case 'invalid-request':
      return problem(c, refusal.reason, { field: refusal.field, detail: refusal.detail })
    case 'may-not-share':
    case 'orthanc-unavailable':
    case 'not-found':
      return problem(c, refusal.reason)
  }
}
