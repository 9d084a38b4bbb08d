import type { MeResponse, Policy, Share } from '@studylink/backend/contract'

/** What is offered for a new link: nobody can give away more than they have, or be told at no address. */
export const policyFor = ({ permissions, hasVerifiedEmail }: MeResponse, policy: Policy): Policy => ({
  ...policy,
  ...(!permissions.includes('download') &&
    !permissions.includes('all') && { download: { allowed: false, default: false } }),
  notify: policy.notify && hasVerifiedEmail,
})

/** What is offered for a link that is there. Notices go to its owner, whoever changes them. */
export const policyForShare = (me: MeResponse, share: Share, policy: Policy): Policy => ({
  ...policy,
  notify: policy.notify && (share.notify !== 'never' || (share.isMine && me.hasVerifiedEmail)),
})
