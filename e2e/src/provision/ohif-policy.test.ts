import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { addScriptPolicy } from './ohif-policy.ts'

const PAGE = '<html><head lang="en"><script>one()</script><script src="/two.js"></script></head></html>'

describe('the policy of the viewer’s page', () => {
  it('lets the page’s own scripts run by their hashes, and nothing inline besides', () => {
    const policy = /^<html><head lang="en"><meta [^>]*content="([^"]+)">/.exec(addScriptPolicy(PAGE))?.[1]
    const hash = createHash('sha256').update('one()').digest('base64')
    expect(policy).toBe(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'; worker-src 'self' blob:`)
  })

  it('is missed nowhere', () => {
    expect(() => addScriptPolicy('<html></html>')).toThrow('no head')
  })
})
