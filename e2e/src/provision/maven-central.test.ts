import { describe, expect, it } from 'vitest'
import { mavenCentral } from './maven-central.ts'

const settings = (...mirrors: string[]) => `<settings><mirrors>${mirrors.join('')}</mirrors></settings>`
const mirror = (mirrorOf: string, url: string, more = '') =>
  `<mirror><id>m</id><mirrorOf>${mirrorOf}</mirrorOf><url>\n  ${url}\n</url>${more}</mirror>`

describe('where Maven Central is', () => {
  it('is at its public address unless told', () => {
    expect(mavenCentral(undefined, '')).toBe('https://repo1.maven.org/maven2')
  })

  it.each(['central', '*', 'external:*', 'other, central'])('is the mirror of %j', (mirrorOf) => {
    const xml = settings(mirror('other', 'https://a.example'), mirror(mirrorOf, 'https://b.example/maven/'))
    expect(mavenCentral(undefined, xml)).toBe('https://b.example/maven')
  })

  it.each([
    ['of everything but Central', mirror('*,!central', 'https://b.example')],
    ['that only blocks', mirror('*', 'https://b.example', '<blocked>true</blocked>')],
    ['in a comment', `<!-- ${mirror('*', 'https://b.example')} -->`],
    ['with an address that has to be filled in', mirror('*', '${env.MIRROR}')],
  ])('is not a mirror %s', (_what, xml) => {
    expect(mavenCentral(undefined, settings(xml))).toBe('https://repo1.maven.org/maven2')
  })

  it('is where the environment says before all else', () => {
    const xml = settings(mirror('*', 'https://b.example'))
    expect(mavenCentral('https://c.example/', xml)).toBe('https://c.example')
  })
})
