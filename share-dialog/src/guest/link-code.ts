/** What the fragment of the page's URL says. It is never sent, stored or put anywhere else than a request's body. */
export type LinkFragment = { kind: 'code'; code: string } | { kind: 'none' } | { kind: 'session-ended' }

/** Where the viewer sends a guest whose session is over. */
const SESSION_ENDED = '#session-ended'

/** Mail programs glue punctuation to the end of a link: what no code contains is cut off. */
export const parseLinkFragment = (hash: string): LinkFragment => {
  if (hash === SESSION_ENDED) return { kind: 'session-ended' }
  const code = /^#([A-Za-z0-9_-]{1,64})/.exec(hash)?.[1]
  return code === undefined ? { kind: 'none' } : { kind: 'code', code }
}

/**
 * What a code says of its share: all but two bits of the share's public id, with which it begins. Opens nothing, and is
 * known before the service is asked.
 */
export const nameOfCode = (code: string): string => code.slice(0, 13)
