/** Remembers this browser's openings, so that a reload or a return within the session is the same opening. */
export interface Openings {
  /** The id of the running opening of this link, if this browser has one. */
  running(link: string): string | undefined
  /** The same, else a new one, remembered before it is used. */
  openIdFor(link: string): string
  /** The session's end, as the server says. */
  remember(link: string, openId: string, endsAt: Date): void
}

export interface OpeningsDeps {
  /** May be missing or refuse: private windows, storage switched off. */
  storage: Storage | undefined
  now(): Date
}

const PREFIX = 'studylink.opening:'
/** How long an opening whose answer never came may be repeated. */
const UNANSWERED_MS = 60 * 60 * 1000

/** Holds random names and times only: no code, no token, nothing of a patient. */
export const createOpenings = ({ storage, now }: OpeningsDeps): Openings => {
  const remembered = new Map<string, { openId: string; endsAt: number }>()
  const remember = (link: string, openId: string, endsAt: number) => {
    remembered.set(link, { openId, endsAt })
    try {
      storage?.setItem(PREFIX + link, JSON.stringify({ openId, endsAt }))
    } catch {
      // Full or refused: this page remembers, the next one counts a new opening.
    }
  }
  const running = (link: string) => {
    const known = remembered.get(link) ?? readOpening(storage, PREFIX + link)
    return known !== undefined && known.endsAt > now().getTime() ? known.openId : undefined
  }
  return {
    running,
    openIdFor: (link) => {
      const known = running(link)
      if (known !== undefined) return known
      const openId = createOpenId()
      remember(link, openId, now().getTime() + UNANSWERED_MS)
      return openId
    },
    remember: (link, openId, endsAt) => remember(link, openId, endsAt.getTime()),
  }
}

const readOpening = (storage: Storage | undefined, key: string) => {
  try {
    const { openId, endsAt } = JSON.parse(storage?.getItem(key) ?? '{}') as {
      openId?: unknown
      endsAt?: unknown
    }
    if (typeof openId === 'string' && OPEN_ID.test(openId) && typeof endsAt === 'number')
      return { openId, endsAt }
  } catch {
    // Unreadable: as if it were not there.
  }
  return undefined
}

/** The contract's OpenId, repeated because the contract's code would bring its schemas along. */
const OPEN_ID = /^[A-Za-z0-9_-]{16,64}$/

/** `getRandomValues` works on plain http, where `randomUUID` is missing. */
const createOpenId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
