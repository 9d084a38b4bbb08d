/** Where this machine gets Maven Central's files from. Pure: takes texts, gives values. */

const PUBLIC_REPOSITORY = 'https://repo1.maven.org/maven2'

const element = (xml: string, name: string) =>
  new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&')

/** `mirrorOf` as Maven reads it: a comma separated list with wildcards and exclusions. */
function isForCentral(mirrorOf: string | undefined): boolean {
  const parts = (mirrorOf ?? '').split(',').map((part) => part.trim())
  return !parts.includes('!central') && ['central', '*', 'external:*'].some((part) => parts.includes(part))
}

/** The mirror of Maven Central in a `settings.xml`; undefined when it names none. */
export function mirrorOfCentral(settingsXml: string): string | undefined {
  const withoutComments = settingsXml.replaceAll(/<!--[^]*?-->/g, '')
  const mirrors = withoutComments.match(/<mirror>[^]*?<\/mirror>/g) ?? []
  const mirror = mirrors.find(
    (one) => isForCentral(element(one, 'mirrorOf')) && element(one, 'blocked') !== 'true',
  )
  const url = mirror && element(mirror, 'url')
  return url && URL.canParse(url) && /^https?:/.test(url) ? url : undefined
}

/**
 * @param setting `MAVEN_CENTRAL_URL`, which comes before all else
 * @param settingsXml text of the user's Maven settings; empty when there are none
 * @returns the repository's address without a slash at its end
 */
export const mavenCentral = (setting: string | undefined, settingsXml: string): string =>
  (setting || mirrorOfCentral(settingsXml) || PUBLIC_REPOSITORY).replace(/\/+$/, '')
