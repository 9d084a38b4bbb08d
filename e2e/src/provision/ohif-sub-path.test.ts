import { describe, expect, it } from 'vitest'
import { moveToSubPath } from './ohif-sub-path.ts'

describe('moving OHIF below a sub-path', () => {
  it('moves what the page links to, but no other host', () => {
    expect(moveToSubPath('.html', '<script src="/app.js"></script><link href="//cdn.example/x">')).toBe(
      '<script src="/ohif/app.js"></script><link href="//cdn.example/x">',
    )
  })

  it('moves below another path as well', () => {
    expect(moveToSubPath('.css', 'a{src:url(/a.woff2)}', '/imaging/ohif/')).toBe(
      'a{src:url(/imaging/ohif/a.woff2)}',
    )
  })

  it('moves the public root in both spellings', () => {
    expect(moveToSubPath('.html', 'window.PUBLIC_URL="/",window.PUBLIC_URL = "/"')).toBe(
      'window.PUBLIC_URL="/ohif/",window.PUBLIC_URL = "/ohif/"',
    )
  })

  it('moves where chunks, workers and modules are loaded from', () => {
    expect(moveToSubPath('.js', `__webpack_require__.p = "/";browserImportFunction('/x.min.js')`)).toBe(
      `__webpack_require__.p = "/ohif/";browserImportFunction('/ohif/x.min.js')`,
    )
  })

  it('moves fonts and pictures of style sheets', () => {
    expect(moveToSubPath('.css', 'a{src:url(/a.woff2)}b{src:url("/b.png")}c{src:url(data:x)}')).toBe(
      'a{src:url(/ohif/a.woff2)}b{src:url("/ohif/b.png")}c{src:url(data:x)}',
    )
  })

  it('leaves other files as they are', () => {
    expect(moveToSubPath('.svg', '<a href="/x">')).toBe('<a href="/x">')
  })
})
