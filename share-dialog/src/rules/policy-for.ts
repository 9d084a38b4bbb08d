import type { MeResponse, Policy, Share } from '@studylink/backend/contract'

const mayDownload = ({ permissions }: MeResponse) =>
  permissions.includes('download') || permissions.includes('all')

const NO_DOWNLOAD = { allowed: false, default: false }

/** What is offered for a new link: nobody can give away more than they have, or be told at no address. */
export const policyFor = (me: MeResponse, policy: Policy): Policy => ({
  ...policy,
  download: mayDownload(me) ? policy.download : NO_DOWNLOAD,
  notify: policy.notify && me.hasVerifiedEmail,
})

/**
 * What is offered for a link that is there: what it allows can be taken back by anybody who may change it. Notices go to
 * its owner, whoever changes them.
 */
export const policyForShare = (me: MeResponse, share: Share, policy: Policy): Policy => ({
  ...policy,
  download: mayDownload(me) || share.allowDownload ? policy.download : NO_DOWNLOAD,
  notify: policy.notify && (share.notify !== 'never' || (share.isMine && me.hasVerifiedEmail)),
})
