import { describe, expect, it } from 'vitest'
import { orthancSources, parseDeb822, parseSourcesList } from './apt-sources.ts'

describe('the one-line format', () => {
  it('reads address, suite, components and keyring', () => {
    const text =
      'deb [arch=amd64 signed-by=/keys/x.gpg] https://mirror.example/debian bookworm main contrib # ours\n'
    expect(parseSourcesList(text)).toEqual([
      {
        uri: 'https://mirror.example/debian',
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        signedBy: '/keys/x.gpg',
      },
    ])
  })

  it('leaves out comments, source packages and empty lines', () => {
    expect(
      parseSourcesList('# deb http://a.example/debian bookworm main\n\ndeb-src http://a.example/d b main'),
    ).toEqual([])
  })
})

describe('the deb822 format', () => {
  const stanza = [
    'Types: deb deb-src',
    '# a comment in between',
    'URIs: http://one.example/debian',
    '  http://two.example/debian',
    'Suites: bookworm bookworm-updates',
    'Components: main',
    'Signed-By: /keys/debian.gpg',
  ].join('\n')

  it('reads every address of a stanza, continued lines too', () => {
    expect(parseDeb822(stanza)).toEqual(
      ['http://one.example/debian', 'http://two.example/debian'].map((uri) => ({
        uri,
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main'],
        signedBy: '/keys/debian.gpg',
      })),
    )
  })

  it('leaves out what is switched off', () => {
    expect(parseDeb822(`${stanza}\nEnabled: no`)).toEqual([])
  })

  it('takes an inline key for no path', () => {
    const [source] = parseDeb822(
      stanza.replace('/keys/debian.gpg', '\n -----BEGIN PGP PUBLIC KEY BLOCK-----'),
    )
    expect(source).not.toHaveProperty('signedBy')
  })
})

describe("the source of Orthanc's packages", () => {
  const security = {
    uri: 'http://mirror.example/security',
    suites: ['bookworm-security'],
    components: ['main'],
  }
  const tools = { uri: 'https://tools.example', suites: ['nodistro'], components: ['main'] }
  const own = {
    uri: 'http://mirror.example/deb',
    suites: ['bookworm', 'bookworm-updates'],
    components: ['main'],
  }

  it('is the mirror from which the machine has its own release', () => {
    const text = orthancSources([tools, security, own], 'bookworm')
    expect(text).toContain('URIs: http://mirror.example/deb\nSuites: trixie\n')
  })

  it("is verified with the mirror's keyring when it names one, else with Debian's", () => {
    expect(orthancSources([{ ...own, signedBy: '/keys/own.gpg' }], 'bookworm')).toContain(
      'Signed-By: /keys/own.gpg',
    )
    expect(orthancSources([own], 'bookworm')).toContain(
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
    )
  })

  it('is the public mirror on other distributions', () => {
    const ubuntu = { uri: 'http://ubuntu.example/ubuntu', suites: ['noble'], components: ['main'] }
    expect(orthancSources([ubuntu], undefined)).not.toContain('ubuntu')
  })
})
