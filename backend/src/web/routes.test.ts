import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

const files: Record<string, string> = {
  'one/index.html': '<!doctype html><title>My shares</title>',
  'one/s.html': '<!doctype html><title>Guest</title>',
  'one/assets/guest-a1b2c3.js': `export const text = '${'x'.repeat(2000)}'`,
  'one/assets/guest-a1b2c3.css': 'body{}',
  'one/locales/de.json': '{}',
  'one/secret.txt': 'not served',
  'two/ohif-extension.js': 'export default {}',
  'two/s.html': 'shadowed by the first folder',
}

describe('the built pages', () => {
  let t: TestApp
  let root: string
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'studylink-web-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    writeFileSync(join(root, 'outside.js'), 'not served')
    t = await createTestApp({
      web: {
        webDirs: [join(root, 'one'), join(root, 'two')],
        connectTo: ['https://id.example.org/realms/a', 'https://pacs.example.org/ohif/'],
        logoUrl: 'https://www.example.org/logo.svg',
      },
    })
  })
  afterAll(async () => {
    await t.close()
    rmSync(root, { recursive: true })
  })

  test.each([
    ['/share/', 'My shares'],
    ['/share/s', 'Guest'],
    ['/share/new', 'My shares'],
    ['/share/callback', 'My shares'],
  ])('are served at %s with a strict policy and never stored', async (path, title) => {
    const response = await t.app.request(path)
    expect(await response.text()).toContain(title)
    const { headers } = response
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https://www.example.org; " +
        "connect-src 'self' https://id.example.org https://pacs.example.org; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    )
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe(
      path === '/share/callback' ? 'unsafe-none' : 'same-origin',
    )
  })

  test.each([
    [
      '/share/assets/guest-a1b2c3.js',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
    ['/share/assets/guest-a1b2c3.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/share/locales/de.json', 'application/json', 'no-cache'],
    ['/share/ohif-extension.js', 'text/javascript; charset=utf-8', 'no-cache'],
  ])('%s has its type and its caching', async (path, type, caching) => {
    const response = await t.app.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe(type)
    expect(response.headers.get('Cache-Control')).toBe(caching)
    const etag = response.headers.get('ETag')
    expect(etag).toMatch(/^"/)
    const again = await t.app.request(path, { headers: { 'If-None-Match': `${etag}` } })
    expect(again.status).toBe(304)
    expect(again.headers.get('Cache-Control')).toBe(caching)
  })

  test('are compressed for who asks', async () => {
    const response = await t.app.request('/share/assets/guest-a1b2c3.js', {
      headers: { 'Accept-Encoding': 'gzip' },
    })
    expect(response.headers.get('Content-Encoding')).toBe('gzip')
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(300)
  })

  test.each([
    '/share/secret.txt',
    '/share/one/s.html',
    '/share/s.html',
    '/share/assets/',
    '/share/assets',
    '/share/assets/none.js',
    '/share/assets/%2e%2e/secret.txt',
    '/share/assets/..%2fsecret.txt',
    '/share/locales/%2e%2e/%2e%2e/outside.js',
    '/share/..%2foutside.js',
    '/share/oe2-addon.js',
  ])('leave %s unserved', async (path) => {
    const response = await t.app.request(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not-found' })
  })

  test('are found from /share, and are only ever read', async () => {
    const redirect = await t.app.request('/share')
    expect([redirect.status, redirect.headers.get('Location')]).toEqual([308, '/share/'])
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await t.app.request('/share/s', { method })).status).toBe(404)
  })
})
