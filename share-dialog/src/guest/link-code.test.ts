import { describe, expect, it } from 'vitest'
import { nameOfCode, parseLinkFragment } from './link-code.ts'

const code = 'AbC-_0123456789abcdefghijklmnopqrst'

describe('the fragment of a link', () => {
  it('is the code', () => {
    expect(parseLinkFragment(`#${code}`)).toEqual({ kind: 'code', code })
  })

  it.each(['.', ')', '>', '%20', ',', '"'])('loses %s, which a mail program glued to it', (glued) => {
    expect(parseLinkFragment(`#${code}${glued}`)).toEqual({ kind: 'code', code })
  })

  it.each(['', '#', '# x', '#?a=b'])('tells nothing in %j', (hash) => {
    expect(parseLinkFragment(hash)).toEqual({ kind: 'none' })
  })

  it('tells that the viewer sent the guest back', () => {
    expect(parseLinkFragment('#session-ended')).toEqual({ kind: 'session-ended' })
  })
})

it('a code begins with its share’s id, of which it tells no more than the server tells everybody', () => {
  const name = nameOfCode(code)
  const shareKey = atob(code.replaceAll('-', '+').replaceAll('_', '/') + '=').slice(0, 10)
  expect(btoa(shareKey).replaceAll('+', '-').replaceAll('/', '_')).toMatch(new RegExp(`^${name}.==$`))
})
