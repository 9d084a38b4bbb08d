import type { GuestOpenRequest } from '@studylink/backend/contract'

/** A finger on a small screen, in either orientation, is a phone; all else gets the desktop viewer. */
export const detectDevice = (matches = (query: string) => matchMedia(query).matches): Device =>
  matches('(pointer: coarse) and (max-width: 640px)') || matches('(pointer: coarse) and (max-height: 480px)')
    ? 'phone'
    : 'desktop'

export type Device = NonNullable<GuestOpenRequest['device']>
