/**
 * Where this machine gets Debian from, read from apt's own configuration. Pure: takes texts, gives values.
 * Both of apt's formats (sources.list(5)): one line per source, and deb822 stanzas.
 */

export interface AptSource {
  readonly uri: string
  readonly suites: readonly string[]
  readonly components: readonly string[]
  /** Path of a keyring; inline keys are left out. */
  readonly signedBy?: string
}

/** The suite that has Orthanc 1.12 and later. */
export const ORTHANC_SUITE = 'trixie'

const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const PUBLIC_MIRROR = 'http://deb.debian.org/debian'

const words = (text: string | undefined) => text?.split(/\s+/).filter(Boolean) ?? []

function source(
  uri: string,
  suites: string[],
  components: string[],
  signedBy: string | undefined,
): AptSource {
  return signedBy?.startsWith('/') ? { uri, suites, components, signedBy } : { uri, suites, components }
}

/** `deb [signed-by=/path arch=amd64] uri suite component…` */
export function parseSourcesList(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line.trim())
    if (!match) return []
    const [, options, uri = '', suite = '', components] = match
    const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options ?? '')?.[1]
    return [source(uri, [suite], words(components), signedBy)]
  })
}

/** Stanzas of `Field: value`, continued by indented lines, divided by empty ones. */
export function parseDeb822(text: string): AptSource[] {
  const withoutComments = text.replaceAll(/^#.*\n?/gm, '')
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>()
    for (const field of stanza.split(/\n(?=\S)/)) {
      const colon = field.indexOf(':')
      if (colon > 0) fields.set(field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim())
    }
    if (fields.get('enabled') === 'no' || !words(fields.get('types')).includes('deb')) return []
    return words(fields.get('uris')).map((uri) =>
      source(uri, words(fields.get('suites')), words(fields.get('components')), fields.get('signed-by')),
    )
  })
}

/**
 * A one-source deb822 file for Orthanc's suite, from the mirror that this machine itself uses for Debian
 * (recognised by its own release, `codename`); machines of other distributions use the public mirror.
 *
 * @param codename `VERSION_CODENAME` of os-release, undefined when the machine is not Debian
 */
export function orthancSources(sources: readonly AptSource[], codename: string | undefined): string {
  const suites = new Set([codename, ORTHANC_SUITE, 'stable', 'testing', 'sid'])
  const own =
    codename === undefined
      ? undefined
      : sources.find(
          ({ suites: offered, components }) =>
            components.includes('main') && offered.some((suite) => suites.has(suite)),
        )
  return [
    'Types: deb',
    `URIs: ${own?.uri ?? PUBLIC_MIRROR}`,
    `Suites: ${ORTHANC_SUITE}`,
    'Components: main',
    `Signed-By: ${own?.signedBy ?? DEBIAN_KEYRING}`,
    '',
  ].join('\n')
}
