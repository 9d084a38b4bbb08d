const CHROME_REDIRECT = /^https:\/\/([a-p]{32})\.chromiumapp\.org\/$/
const FIREFOX_REDIRECT = /^https:\/\/[0-9a-f]{40}\.extensions\.allizom\.org\/$/

/**
 * May the pages of this Origin call the API as one of the listed extensions? Chrome's says which extension it
 * is; Firefox gives each installation an Origin of its own, so that any counts once one is listed.
 */
export const extensionOrigins = (redirectUris: readonly string[]): ((origin: string) => boolean) => {
  const ids = redirectUris.flatMap((uri) => CHROME_REDIRECT.exec(uri)?.[1] ?? [])
  const chrome = new Set(ids.map((id) => `chrome-extension://${id}`))
  const hasFirefox = redirectUris.some((uri) => FIREFOX_REDIRECT.test(uri))
  return (origin) => chrome.has(origin) || (hasFirefox && /^moz-extension:\/\/[0-9a-f-]{36}$/.test(origin))
}
