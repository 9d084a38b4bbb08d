import { ShareId } from '../contract/index.ts'
import type { StoredShare } from '../store/share-store.ts'

/** Where a page ended; opaque to callers. */
export const formatCursor = (...parts: readonly (string | number)[]): string =>
  Buffer.from(parts.join(' '), 'utf8').toString('base64url')

const partsOf = (cursor: string): readonly string[] =>
  Buffer.from(cursor, 'base64url').toString('utf8').split(' ')

const wholeNumber = (text: string | undefined): number | undefined => {
  const value = /^\d{1,16}$/.test(text ?? '') ? Number(text) : undefined
  return Number.isSafeInteger(value) ? value : undefined
}

/** The last share of the page before; undefined: no cursor of ours. */
export const parseShareCursor = (
  cursor: string,
): Pick<StoredShare, 'createdAtMs' | 'shareId'> | undefined => {
  const [at, shareId, ...more] = partsOf(cursor)
  const createdAtMs = wholeNumber(at)
  if (createdAtMs === undefined || !ShareId.safeParse(shareId).success || more.length > 0) return undefined
  return { createdAtMs, shareId: shareId ?? '' }
}

/** Events are counted by 32 bits: PostgreSQL compares with nothing beyond. */
const MAX_EVENT_ID = 2 ** 31 - 1

/** The last event of the page before; undefined: no cursor of ours. */
export const parseEventCursor = (cursor: string): number | undefined => {
  const [text, ...more] = partsOf(cursor)
  const eventId = more.length > 0 ? undefined : wholeNumber(text)
  return eventId === undefined || eventId > MAX_EVENT_ID ? undefined : eventId
}
