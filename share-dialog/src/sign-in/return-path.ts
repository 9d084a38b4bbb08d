/**
 * Where to go back to: a path of this origin at or below one that is listed, or nothing. No other site, no script; and no
 * encoded slash, with which a server might find itself elsewhere.
 * @param listed paths, each with a slash at its end
 */
export const parseReturnPath = (
  given: string | null,
  origin: string,
  listed: readonly string[],
): string | undefined => {
  if (given === null || !given.startsWith('/') || !URL.canParse(given, origin)) return undefined
  const url = new URL(given, origin)
  if (url.origin !== origin || /%2f|%5c/i.test(url.pathname)) return undefined
  const isListed = listed.some((path) => url.pathname.startsWith(path))
  return isListed ? url.pathname + url.search + url.hash : undefined
}
