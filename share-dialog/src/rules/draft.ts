import type {
  CreateShareRequest,
  Notify,
  Policy,
  Share,
  UpdateShareRequest,
} from '@studylink/backend/contract'
import { generatePin, isPin } from './pin.ts'
import { endInstant, toRequestedEnd, type ShareEnd } from './share-end.ts'

/** What the clinician decides about a link. */
export interface ShareDraft {
  end: ShareEnd
  allowDownload: boolean
  /** What the guest has to enter; null: nothing. `kept`: the one that is set, which nobody is told again. */
  pin: string | null | { kept: true }
  /** As typed; empty: any number. */
  maxOpens: string
  /** null: the policy's, by the guest's device. */
  viewer: string | null
  recipient: string
  note: string
  notify: Notify
  /** The language of the page on which that was chosen: in it the notices come. */
  notifyLanguage?: string | undefined
}

/** Fields that cannot stay as they are. */
export type DraftFault = 'end' | 'pin' | 'maxOpens'

/** The contract's MAX_OPENS_LIMIT, repeated as the PIN's form is. */
export const MAX_OPENS = 10_000

/** The hospital's defaults: a good link without any choice. */
export const defaultDraft = (policy: Policy): ShareDraft => ({
  end: { kind: 'period', seconds: policy.defaultExpirySeconds },
  allowDownload: policy.download.allowed && policy.download.default,
  pin: policy.pin === 'required' ? generatePin() : null,
  maxOpens: String(policy.maxOpens.default ?? policy.maxOpens.max ?? ''),
  viewer: null,
  recipient: '',
  note: '',
  notify: 'never',
})

/** A share's rules as they are, to be changed. */
export const draftOf = (share: Share): ShareDraft => ({
  end: { kind: 'kept', expiresAt: share.expiresAt },
  allowDownload: share.allowDownload,
  pin: share.pinKind === null ? null : { kept: true },
  maxOpens: String(share.maxOpens ?? ''),
  viewer: share.viewer,
  recipient: share.recipient ?? '',
  note: share.note ?? '',
  notify: share.notify,
})

export const listFaults = (draft: ShareDraft, policy: Policy, now: Date): DraftFault[] => {
  const faults: DraftFault[] = []
  if (endInstant(draft.end, policy, now) === undefined) faults.push('end')
  if (typeof draft.pin === 'string' ? !isPin(draft.pin) : draft.pin === null && policy.pin === 'required')
    faults.push('pin')
  if (!isMaxOpens(draft.maxOpens, policy)) faults.push('maxOpens')
  return faults
}

const isMaxOpens = (text: string, { maxOpens: { max } }: Policy): boolean => {
  if (text.trim() === '') return max === null
  const count = Number(text)
  return Number.isInteger(count) && count >= 1 && count <= (max ?? MAX_OPENS)
}

const textOrNull = (text: string) => text.trim() || null
const countOrNull = (text: string) => (text.trim() === '' ? null : Number(text))

const toNotice = ({ notify, notifyLanguage }: ShareDraft) => ({
  notify,
  ...(notifyLanguage !== undefined && { notifyLanguage }),
})

/** What is asked of the server for a new share: nothing is said of what the policy decides. */
export const toNewRules = (draft: ShareDraft, policy: Policy): Omit<CreateShareRequest, 'studies'> => ({
  ...toRequestedEnd(draft.end),
  ...(policy.download.allowed && { allowDownload: draft.allowDownload }),
  ...(typeof draft.pin === 'string' && { pin: draft.pin.trim() }),
  ...(countOrNull(draft.maxOpens) !== policy.maxOpens.default && { maxOpens: countOrNull(draft.maxOpens) }),
  ...(draft.viewer !== null && { viewer: draft.viewer }),
  ...(textOrNull(draft.recipient) !== null && { recipient: textOrNull(draft.recipient) }),
  ...(textOrNull(draft.note) !== null && { note: textOrNull(draft.note) }),
  ...(draft.notify !== 'never' && toNotice(draft)),
})

/** What differs from the share as it is. */
export const toChanges = (draft: ShareDraft, share: Share): UpdateShareRequest => ({
  ...(draft.end.kind !== 'kept' && toRequestedEnd(draft.end)),
  ...(draft.allowDownload !== share.allowDownload && { allowDownload: draft.allowDownload }),
  ...(typeof draft.pin === 'string' && { pin: draft.pin.trim() }),
  ...(draft.pin === null && share.pinKind !== null && { pin: null }),
  ...(countOrNull(draft.maxOpens) !== share.maxOpens && { maxOpens: countOrNull(draft.maxOpens) }),
  ...(draft.viewer !== share.viewer && { viewer: draft.viewer }),
  ...(textOrNull(draft.recipient) !== share.recipient && { recipient: textOrNull(draft.recipient) }),
  ...(textOrNull(draft.note) !== share.note && { note: textOrNull(draft.note) }),
  ...(draft.notify !== share.notify && toNotice(draft)),
})
