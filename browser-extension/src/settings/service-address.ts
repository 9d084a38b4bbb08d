/**
 * What people type or paste, as the root of the service's pages with a slash at its end; undefined: no address.
 * A bare host means https and `/share/`.
 */
export const parseServiceAddress = (typed: string): string | undefined => {
  const text = typed.trim()
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  // Not every browser takes a space in a host for an error.
  if (text === '' || /\s/.test(text) || !URL.canParse(address)) return undefined
  const { protocol, origin, pathname, username, password } = new URL(address)
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined
  const [, root] = /^(.*?\/share)(?:\/|$)/.exec(pathname) ?? []
  return `${origin}${root ?? `${pathname.replace(/\/+$/, '')}/share`}/`
}

/** Where a viewer is, from whatever address of it; undefined: no web address. */
export const parseViewerOrigin = (typed: string): string | undefined => {
  const root = parseServiceAddress(typed)
  return root === undefined ? undefined : new URL(root).origin
}

/** As permissions and content scripts name an origin's pages. Ports cannot be named. */
export const matchPattern = (origin: string): string => {
  const { protocol, hostname } = new URL(origin)
  return `${protocol}//${hostname}/*`
}
