import { randomBytes } from 'node:crypto'
import { assert as assertProperty, base64String, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ShareId } from '../contract/index.ts'
import { createKeyRing } from '../keys/key-ring.ts'
import { createShareCodes } from './share-code.ts'

const secret = () => randomBytes(32).toString('base64')
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe('a share code', () => {
  const codes = createShareCodes(createKeyRing([secret()]))

  test('has 35 characters and names its share', () => {
    const { code, shareId, kid } = codes.make()
    expect(code).toMatch(/^[A-Za-z0-9_-]{35}$/)
    expect(ShareId.parse(shareId)).toBe(shareId)
    expect(codes.check(code)).toEqual({ shareId, kid })
  })

  test('is made again from the stored row', () => {
    const { code, shareId, kid } = codes.make()
    expect(codes.remake(shareId, kid)).toBe(code)
    expect(codes.remake(shareId, 'unknown-kid')).toBeUndefined()
  })

  test('never passes with one changed character', () => {
    const { code } = codes.make()
    const changed = [...code].flatMap((character, i) =>
      [...alphabet]
        .filter((other) => other !== character)
        .map((other) => code.slice(0, i) + other + code.slice(i + 1)),
    )
    expect(changed).toHaveLength(35 * 63)
    expect(changed.filter((text) => codes.check(text) !== undefined)).toEqual([])
  })

  test('never passes when it is any other text', () => {
    const anyCode = oneof(string({ maxLength: 80 }), base64String({ minLength: 32, maxLength: 40 }))
    assertProperty(property(anyCode, (text) => codes.check(text) === undefined))
    const { code } = codes.make()
    for (const text of ['', `${code}=`, ` ${code}`, `${code}\n`, code.slice(1), `${code}A`])
      expect(codes.check(text)).toBeUndefined()
  })

  test('outlives a rotation for as long as its secret is listed', () => {
    const [old, fresh] = [secret(), secret()]
    const { code, shareId, kid } = createShareCodes(createKeyRing([old])).make()
    expect(createShareCodes(createKeyRing([fresh, old])).check(code)).toEqual({ shareId, kid })
    expect(createShareCodes(createKeyRing([fresh])).check(code)).toBeUndefined()
  })
})
