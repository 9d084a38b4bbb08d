import { randomBytes, webcrypto } from 'node:crypto'
import { decodeProtectedHeader, EncryptJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { createKeyRing, type KeyPurpose } from '../keys/key-ring.ts'
import { createLiveShares, type LiveShare } from './live-shares.ts'
import { createResourceTokens } from './resource-tokens.ts'

const NOW = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const shareId = 'AAAAAAAAAAAAAA'
const studies = [{ studyInstanceUID: '1.2.3', orthancId: '0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d' }]
const secret = () => randomBytes(32).toString('base64')

const createFixture = async (options: { secrets?: string[]; serverId?: string } = {}) => {
  const keyRing = createKeyRing(options.secrets ?? [secret()])
  const rows = new Map<string, LiveShare>()
  const time = { nowMs: NOW }
  const clock = () => time.nowMs
  const liveShares = createLiveShares({ load: async (id) => rows.get(id), freshUntil: clock, clock })
  const tokens = createResourceTokens({ keyRing, liveShares, clock, serverId: options.serverId })
  /** @param heard has this backend heard of it yet? */
  const put = (overrides: Partial<LiveShare> = {}, heard = true) => {
    const before = rows.get(shareId)
    const share = {
      shareId,
      generation: 1,
      revision: (before?.revision ?? 0) + 1,
      endsAtMs: NOW + 24 * HOUR_MS,
      revoked: false,
      download: true,
      viewer: 'ohif',
      studies,
      ...overrides,
    }
    rows.set(shareId, share)
    if (heard) liveShares.update(share)
  }
  const mint = async (overrides: Record<string, unknown> = {}) => {
    const request = { shareId, generation: 1, download: false, endsAtMs: NOW + HOUR_MS, ...overrides }
    return (await tokens.forShare(request)).token
  }
  const reasonOf = async (token: string) => {
    const result = await tokens.verify(token)
    return result.ok ? 'granted' : result.refusal.reason
  }
  return { keyRing, tokens, time, put, mint, reasonOf }
}

describe('a resource token', () => {
  let f: Awaited<ReturnType<typeof createFixture>>
  beforeEach(async () => {
    f = await createFixture()
    f.put()
  })

  test('opens its share’s studies until it ends', async () => {
    const { token, endsAtMs } = await f.tokens.forShare({
      shareId,
      generation: 1,
      download: false,
      endsAtMs: NOW + HOUR_MS + 999,
    })
    expect(endsAtMs).toBe(NOW + HOUR_MS)
    const value = { kind: 'share', shareId, studies, download: false, endsAtMs, viewer: 'ohif' }
    expect(await f.tokens.verify(token)).toEqual({ ok: true, value })
    expect(await f.tokens.verify(`Bearer ${token}`)).toEqual({ ok: true, value })
  })

  test('tells nobody what it is about: no study, no share in clear', async () => {
    const token = await f.mint()
    const readable = token
      .slice(4)
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join('')
    expect(readable).not.toContain(shareId)
    expect(readable).not.toContain('1.2.3')
    expect(decodeProtectedHeader(token.slice(4))).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: f.keyRing.first('resource').kid,
      typ: 'slv+jwt',
    })
  })

  test('is checked for its end on every call, though it was seen before', async () => {
    const token = await f.mint()
    expect(await f.reasonOf(token)).toBe('granted')
    f.time.nowMs = NOW + HOUR_MS
    expect(await f.reasonOf(token)).toBe('expired')
    expect(await f.reasonOf(await f.mint())).toBe('expired')
  })

  test('ends with its share when that is sooner', async () => {
    const token = await f.mint()
    f.put({ endsAtMs: NOW + 1000 })
    expect(await f.tokens.verify(token)).toMatchObject({ value: { endsAtMs: NOW + 1000 } })
    f.time.nowMs = NOW + 1000
    expect(await f.reasonOf(token)).toBe('expired')
  })

  test('is refused once its share is revoked or its generation is past', async () => {
    const token = await f.mint()
    expect(await f.reasonOf(token)).toBe('granted')
    f.put({ generation: 2 })
    expect(await f.reasonOf(token)).toBe('revoked')
    expect(await f.reasonOf(await f.mint({ generation: 2 }))).toBe('granted')
    f.put({ generation: 2, revoked: true })
    expect(await f.reasonOf(await f.mint({ generation: 2 }))).toBe('revoked')
  })

  test('opens as soon as it is made, also where another backend’s change was not heard of yet', async () => {
    f.put({ generation: 2 }, false)
    expect(await f.reasonOf(await f.mint({ generation: 2 }))).toBe('granted')
  })

  test('of a share that the store lost, or knows only in an older state, revives nothing', async () => {
    expect(await f.reasonOf(await f.mint({ shareId: 'BBBBBBBBBBBBBB' }))).toBe('unknown-share')
    expect(await f.reasonOf(await f.mint({ generation: 7 }))).toBe('unknown-share')
  })

  test('allows downloads only when both it and its share do', async () => {
    const token = await f.mint({ download: true })
    expect(token).toMatch(/^sld_/)
    expect(await f.tokens.verify(token)).toMatchObject({ value: { download: true } })
    f.put({ download: false })
    expect(await f.tokens.verify(token)).toMatchObject({ value: { download: false } })
  })

  test('cannot be relabelled from viewing to downloading', async () => {
    const token = await f.mint()
    expect(await f.reasonOf(`sld_${token.slice(4)}`)).toBe('invalid')
  })

  test('never passes with a changed character', async () => {
    const token = await f.mint()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // Each of a character's six bits by itself: the last one's may be bits that decoders ignore.
    const changed = [...token].flatMap((character, i) =>
      [1, 2, 4, 8, 16, 32].map((bit) => {
        const other = alphabet[Math.max(0, alphabet.indexOf(character)) ^ bit] ?? ''
        return token.slice(0, i) + other + token.slice(i + 1)
      }),
    )
    const reasons = await Promise.all(changed.map((text) => f.reasonOf(text)))
    expect(new Set(reasons)).toEqual(new Set(['invalid', 'not-a-resource-token']))
  })

  test('is told apart from anything that is none', async () => {
    for (const text of ['', 'abc', 'eyJhbGciOiJSUzI1NiJ9.e30.AA', 'Bearer xyz'])
      expect(await f.reasonOf(text)).toBe('not-a-resource-token')
    for (const text of ['slv_', 'slv_a.b.c.d.e', 'sld_....']) expect(await f.reasonOf(text)).toBe('invalid')
  })

  test('outlives a rotation of secrets, and dies with its own', async () => {
    const [old, fresh] = [secret(), secret()]
    const before = await createFixture({ secrets: [old] })
    const token = await before.mint()
    const rotated = await createFixture({ secrets: [fresh, old] })
    rotated.put()
    expect(await rotated.reasonOf(token)).toBe('granted')
    const gone = await createFixture({ secrets: [fresh] })
    gone.put()
    expect(await gone.reasonOf(token)).toBe('invalid')
  })

  test('belongs to one server', async () => {
    const shared = secret()
    const [none, one, two] = await Promise.all([
      createFixture({ secrets: [shared] }),
      createFixture({ secrets: [shared], serverId: 'one' }),
      createFixture({ secrets: [shared], serverId: 'two' }),
    ])
    for (const fixture of [none, one, two]) fixture.put()
    const token = await one.mint()
    expect(await one.reasonOf(token)).toBe('granted')
    expect(await two.reasonOf(token)).toBe('invalid')
    expect(await none.reasonOf(token)).toBe('invalid')
    expect(await two.reasonOf(await none.mint())).toBe('invalid')
  })

  test.each<[string, string, KeyPurpose, string]>([
    ['the key of downloads', 'slv_', 'download', 'slv+jwt'],
    ['the key of viewing', 'sld_', 'resource', 'sld+jwt'],
    ['the pepper', 'slv_', 'pepper', 'slv+jwt'],
    ['another typ', 'slv_', 'resource', 'JWT'],
  ])('made with %s is refused', async (_title, prefix, purpose, typ) => {
    const { kid, key } = f.keyRing.first(purpose)
    const cryptoKey = await webcrypto.subtle.importKey('raw', key.export(), 'AES-GCM', false, ['encrypt'])
    const claims = { kind: 'share', shareId, generation: 1, exp: NOW / 1000 + 60 }
    const jwe = await new EncryptJWT(claims)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, typ })
      .encrypt(cryptoKey)
    expect(await f.reasonOf(prefix + jwe)).toBe('invalid')
  })
})

describe('an instant link’s token', () => {
  test('carries its studies and needs no store', async () => {
    const { tokens } = await createFixture()
    const { token, endsAtMs } = await tokens.instant({ studies, download: true, ttlSeconds: 3600 })
    expect(token).toMatch(/^sld_/)
    expect(endsAtMs).toBe(NOW + HOUR_MS)
    expect(await tokens.verify(token)).toMatchObject({
      ok: true,
      value: { kind: 'instant', studies, download: true, endsAtMs },
    })
  })

  test('ends after its time', async () => {
    const { tokens, time, reasonOf } = await createFixture()
    const { token } = await tokens.instant({ studies, download: false, ttlSeconds: 60 })
    expect(await reasonOf(token)).toBe('granted')
    time.nowMs += 60_000
    expect(await reasonOf(token)).toBe('expired')
  })

  test('is not made for no study, for too many, or for too long', async () => {
    const { tokens } = await createFixture()
    const many = Array.from({ length: 21 }, () => studies[0] as (typeof studies)[number])
    const instant = (list: typeof studies, ttlSeconds: number) =>
      tokens.instant({ studies: list, download: false, ttlSeconds })
    await expect(instant([], 60)).rejects.toThrow('1 to 20 studies')
    await expect(instant(many, 60)).rejects.toThrow('1 to 20 studies')
    await expect(instant(studies, 3601)).rejects.toThrow('3600 seconds')
    await expect(instant(studies, 0)).rejects.toThrow('3600 seconds')
    const { token } = await instant(many.slice(1), 3600)
    expect(token.length).toBeLessThan(8192)
  })
})
