import { describe, expect, test } from 'vitest'
import { browserFamily } from './browser-family.ts'

describe('the browser family', () => {
  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari',
    ],
    ['Family^Given <img src=x>/1 (x', null],
    ['', null],
    [undefined, null],
  ])('of %s is %s', (userAgent, family) => {
    expect(browserFamily(userAgent)).toBe(family)
  })
})
