import { createCipheriv, type KeyObject } from 'node:crypto'
import * as fc from 'fast-check'
import { EncryptJWT, jwtDecrypt, type CompactJWEHeaderParameters } from 'jose'
import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../keys/key-ring.ts'
import { createTokenSeal, type ResourceClaims, type SealedClaims } from './sealed-token.ts'

const NOW = Date.UTC(2026, 0, 1)
const claims: ResourceClaims = {
  kind: 'share',
  shareId: 'AAAAAAAAAAAAAA',
  generation: 1,
  exp: NOW / 1000 + 60,
}
const instant: ResourceClaims = {
  kind: 'instant',
  jti: 'an-instant-link',
  studies: [{ studyInstanceUID: '1.2.3', orthancId: '0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d' }],
  serverId: 'serveur n° 1 – Zürich',
  exp: NOW / 1000 + 60,
}

const keyRing = createKeyRing(['a secret of the tests, long enough to be one'])
const { kid, key } = keyRing.first('resource')
const seal = createTokenSeal(keyRing)
const header = { alg: 'dir', enc: 'A256GCM', kid, typ: 'slv+jwt' }

/** A token as jose makes it, under any header and of anything. */
const byJose = async (
  changes: Partial<CompactJWEHeaderParameters> = {},
  payload: Record<string, unknown> = claims,
  withKey: KeyObject | Uint8Array = key,
) => `slv_${await new EncryptJWT(payload).setProtectedHeader({ ...header, ...changes }).encrypt(withKey)}`

const reasonOf = (token: string) => {
  const opened = seal.open(token, NOW)
  return opened.ok ? 'opened' : opened.refusal
}

describe('a sealed token', () => {
  it.each<[what: string, sealed: SealedClaims]>([
    ['a share', { claims, download: false }],
    ['a share with downloads', { claims, download: true }],
    ['an instant link', { claims: instant, download: true }],
  ])('for %s is opened by jose, and jose’s opens here', async (_what, sealed) => {
    const prefix = sealed.download ? 'sld' : 'slv'
    const itsKey = keyRing.first(sealed.download ? 'download' : 'resource').key
    const token = await seal.seal(sealed)
    const { payload, protectedHeader } = await jwtDecrypt(token.slice(4), itsKey, {
      currentDate: new Date(NOW),
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    expect(payload).toEqual(sealed.claims)
    expect(protectedHeader).toEqual({ ...header, typ: `${prefix}+jwt` })

    const made = await byJose({ typ: `${prefix}+jwt` }, sealed.claims, itsKey)
    expect(seal.open(prefix + made.slice(3), NOW)).toEqual({ ok: true, value: sealed })
  })

  it.each<[what: string, changes: Partial<CompactJWEHeaderParameters>]>([
    ['a wrapped key', { alg: 'A256KW' }],
    ['a key that is none of ours', { kid: 'another' }],
    ['another typ', { typ: 'JWT' }],
    ['the typ of downloads', { typ: 'sld+jwt' }],
    ['one more parameter in its header', { cty: 'JWT' }],
  ])('with %s is refused for its header', async (_what, changes) => {
    expect(reasonOf(await byJose(changes))).toEqual({ reason: 'invalid', why: 'header' })
  })

  it('with another content encryption is refused for its header', async () => {
    const token = await byJose({ enc: 'A128GCM' }, claims, new Uint8Array(16))
    expect(reasonOf(token)).toEqual({ reason: 'invalid', why: 'header' })
  })

  it('is refused when its claims are not ours, though the key is', async () => {
    for (const payload of [
      {},
      { ...claims, kind: 'other' },
      { ...claims, exp: undefined },
      { ...claims, shareId: 1 },
    ])
      expect(reasonOf(await byJose({}, payload))).toEqual({ reason: 'invalid', why: 'claims' })
  })

  it('is refused with another number of parts, or with an encrypted key', async () => {
    const token = await byJose()
    const [head = '', , ...rest] = token.split('.')
    for (const text of [`${token}.AA`, [head, ...rest].join('.'), [head, 'AAAA', ...rest].join('.'), head])
      expect(reasonOf(text)).toEqual({ reason: 'invalid', why: 'form' })
  })

  /** Encrypted with the right key, in sizes that A256GCM does not have. */
  const bySizes = (ivBytes: number, tagBytes: number) => {
    const iv = Buffer.alloc(ivBytes, 7)
    const head = Buffer.from(JSON.stringify(header)).toString('base64url')
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(
      Buffer.from(head),
    )
    const text = Buffer.concat([cipher.update(JSON.stringify(claims), 'utf8'), cipher.final()])
    return `slv_${[head, '', ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')}`
  }

  it('is refused with a shortened tag or another length of iv, though both are right', () => {
    expect(reasonOf(bySizes(12, 16))).toBe('opened')
    for (const token of [bySizes(12, 12), bySizes(12, 4), bySizes(16, 16), bySizes(8, 16)])
      expect(reasonOf(token)).toEqual({ reason: 'invalid', why: 'decryption' })
  })

  it('never throws and never opens, whatever stands behind the prefix and the header', async () => {
    const [head = ''] = (await byJose()).split('.')
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 64 }),
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.boolean(), (parts, ours) => {
        expect(reasonOf(`slv_${[...(ours ? [head.slice(4), ''] : []), ...parts].join('.')}`)).toMatchObject({
          reason: 'invalid',
        })
      }),
      { numRuns: 500 },
    )
  })
})
