/** Where to go back to: a path of this origin, or nothing. No other site, no script. */
export const parseReturnPath = (given: string | null, origin: string): string | undefined => {
  if (given === null || !given.startsWith('/') || !URL.canParse(given, origin)) return undefined
  const url = new URL(given, origin)
  return url.origin === origin ? url.pathname + url.search + url.hash : undefined
}
