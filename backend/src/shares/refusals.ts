import type { Context } from 'hono'
import { problem } from '../http/problem.ts'
import type { CreateShareRefusal } from './create-share.ts'
import type { ListSharesRefusal } from './list-shares.ts'
import type { UpdateShareRefusal } from './update-share.ts'

/** What a clinician is told when a share is not made, shown or changed. */
export const refuseShare = (
  c: Context,
  refusal: CreateShareRefusal | UpdateShareRefusal | ListSharesRefusal,
) => {
  switch (refusal.reason) {
    case 'study-not-visible':
    case 'study-ambiguous':
    case 'study-never-shared':
      return problem(c, refusal.reason, { field: `studies.${refusal.index}` })
    case 'expiry-beyond-policy':
      return problem(c, refusal.reason, {
        field: refusal.field,
        detail: `A link lasts at most ${refusal.maxExpirySeconds} seconds.`,
      })
    case 'pin-policy':
      return problem(c, refusal.reason, {
        field: 'pin',
        detail: refusal.policy === 'required' ? 'Every link needs a PIN.' : 'Links have no PIN here.',
      })
    case 'max-opens-beyond-policy':
      return problem(c, refusal.reason, {
        field: 'maxOpens',
        detail: `A link permits at most ${refusal.max} openings.`,
      })
    case 'invalid-request':
      return problem(c, refusal.reason, { field: refusal.field, detail: refusal.detail })
    case 'too-many-requests':
      return problem(c, refusal.reason, { retryAfterSeconds: refusal.retryAfterSeconds })
    case 'may-not-share':
    case 'orthanc-unavailable':
    case 'not-found':
    case 'forbidden':
    case 'link-revoked':
      return problem(c, refusal.reason)
  }
}
