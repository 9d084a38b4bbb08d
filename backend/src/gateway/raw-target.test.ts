import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_TARGET_CHARACTERS } from './limits.ts'
import { formatTarget, parseRawTarget } from './raw-target.ts'

const parse = (raw: string) => parseRawTarget(raw, '/orthanc')

describe('a raw target', () => {
  test('is taken apart', () => {
    const parsed = parse('/dicom-web/studies/1.2.3/series?limit=5&includefield=all')
    expect(parsed).toEqual({
      ok: true,
      value: {
        segments: ['dicom-web', 'studies', '1.2.3', 'series'],
        arguments: new Map([
          ['limit', '5'],
          ['includefield', 'all'],
        ]),
      },
    })
  })
  test('may still have the proxy’s prefix, once', () => {
    expect(parse('/orthanc/system')).toMatchObject({ ok: true, value: { segments: ['system'] } })
    expect(parse('/orthanc/orthanc/system')).toMatchObject({ value: { segments: ['orthanc', 'system'] } })
  })
  test('has values that are decoded exactly once', () => {
    const parsed = parse('/system?includefield=0008103E%2C00080021')
    expect(parsed.ok && parsed.value.arguments.get('includefield')).toBe('0008103E,00080021')
  })
})

describe('refuses', () => {
  test.each([
    ['a percent sign in the path', '/studies/1%2e2'],
    ['an encoded slash', '/studies%2f1'],
    ['an empty segment', '//studies'],
    ['an empty segment inside', '/dicom-web//studies'],
    ['a slash at the end', '/studies/'],
    ['the prefix alone', '/orthanc/'],
    ['a dot segment', '/studies/./x'],
    ['a climbing segment', '/studies/../system'],
    ['a climb at the end', '/studies/..'],
    ['a backslash', '/studies\\x'],
    ['a semicolon', '/studies/1.2.3;x/metadata'],
    ['a fragment', '/studies#x'],
    ['an absolute URL', 'http://orthanc/system'],
    ['a network path', '//evil.example.org/system'],
    ['no slash', 'system'],
    ['nothing', ''],
    ['a space', '/studies /x'],
    ['a control character', '/studies\n/x'],
    ['another alphabet', '/studіes'],
  ])('%s in a path', (_what, raw) => {
    expect(parse(raw)).toEqual({ ok: false, refusal: { reason: 'bad-target', why: 'path' } })
  })
  test.each([
    ['an encoded name', '?%6dethod=DELETE'],
    ['Rails’ override', '?_method=DELETE'],
    ['a broken encoding', '?limit=%'],
    ['a second encoding', '?limit=%2525'],
    ['a line break', '?limit=1%0d%0aX:y'],
    ['a zero byte', '?limit=%00'],
    ['an empty name', '?=x'],
    ['a second question mark', '?limit=1?offset=2'],
    ['an ampersand too many', '?limit=1&&offset=2'],
  ])('%s in a query', (_what, query) => {
    expect(parse(`/system${query}`)).toEqual({
      ok: false,
      refusal: { reason: 'bad-target', why: 'argument' },
    })
  })
  test('a repeated argument', () => {
    expect(parse('/system?limit=1&limit=2')).toMatchObject({ refusal: { why: 'repeated-argument' } })
  })
  test('what is too long', () => {
    expect(parse(`/${'a'.repeat(MAX_TARGET_CHARACTERS)}`)).toMatchObject({ refusal: { why: 'too-long' } })
  })
})

test('whatever is accepted is written back so that it means the same', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._,/%?&=-]{0,40}$/)
  fc.assert(
    fc.property(fc.oneof(fc.string(), word), (text) => {
      const parsed = parse(`/${text}`)
      if (!parsed.ok) return
      const written = formatTarget(parsed.value.segments, parsed.value.arguments)
      expect(parseRawTarget(written, '')).toEqual(parsed)
      const url = new URL(written, 'http://orthanc')
      expect(url.pathname).toBe(`/${parsed.value.segments.join('/')}`)
      expect([...url.searchParams]).toEqual([...parsed.value.arguments])
    }),
    { numRuns: 2_000 },
  )
})
