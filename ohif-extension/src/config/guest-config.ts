import type { GuestSession } from './guest-session.ts'
import type { OhifConfig } from './ohif-config.ts'

/** A guest is never asked to sign in and has no study list. */
export const toGuestConfig = (config: OhifConfig, onRefused: () => void): OhifConfig => {
  const { oidc: _, httpErrorHandler, ...rest } = config
  return {
    ...rest,
    showStudyList: false,
    httpErrorHandler: (error) => {
      if (error.status === 401 || error.status === 403) onRefused()
      httpErrorHandler?.(error)
    },
  }
}

export interface WatchOptions {
  guest: GuestSession
  qidoRoot: string
  fetch: typeof globalThis.fetch
  /** Called once, when the server no longer knows the session. */
  onEnded(): void
}

/**
 * Asks for the guest's own study. Only a refusal ends the session: one refused request may be about something the
 * link does not open, and silence may be the network.
 */
export const watchGuestSession = ({
  guest,
  qidoRoot,
  fetch,
  onEnded,
}: WatchOptions): (() => Promise<void>) => {
  let asking: Promise<void> | undefined
  const ask = async () => {
    const query = new URLSearchParams({ StudyInstanceUID: guest.studyInstanceUID })
    const response = await fetch(`${qidoRoot}/studies?${query.toString()}`, {
      headers: { accept: 'application/dicom+json', authorization: `Bearer ${guest.resourceToken}` },
      credentials: 'omit',
      cache: 'no-store',
    })
    if (response.status === 401 || response.status === 403) onEnded()
  }
  return () => {
    asking ??= ask()
      .catch(() => {})
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}
