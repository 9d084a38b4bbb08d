export const withoutSlash = (url: string) => url.replace(/\/+$/, '')

/** What lies under a public issuer is fetched under `fetchBase`: the public name may not resolve inside. */
export const insideAddress = (url: string, issuers: readonly string[], fetchBase: string): string => {
  const issuer = issuers.map(withoutSlash).find((one) => url.startsWith(`${one}/`))
  return issuer === undefined ? url : withoutSlash(fetchBase) + url.slice(issuer.length)
}
