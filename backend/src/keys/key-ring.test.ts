import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createKeyRing, type KeyPurpose } from './key-ring.ts'

const secret = () => randomBytes(32).toString('base64')
const purposes: KeyPurpose[] = ['code', 'resource', 'download', 'pepper']

describe('the key ring', () => {
  test('derives the same keys from the same secret', () => {
    const s = secret()
    const [a, b] = [createKeyRing([s]), createKeyRing([s])]
    for (const purpose of purposes) {
      expect(a.first(purpose).kid).toBe(b.first(purpose).kid)
      expect(a.first(purpose).key.equals(b.first(purpose).key)).toBe(true)
    }
  })

  test('gives every purpose of every secret a key of its own', () => {
    const ring = createKeyRing([secret(), secret()])
    const exported = purposes.flatMap((purpose) =>
      ring.all(purpose).map((k) => k.key.export().toString('hex')),
    )
    expect(new Set(exported).size).toBe(purposes.length * 2)
    expect(exported.every((hex) => hex.length === 64)).toBe(true)
  })

  test('makes with the first secret and still finds the second by its kid', () => {
    const [old, fresh] = [secret(), secret()]
    const before = createKeyRing([old])
    const rotated = createKeyRing([fresh, old])
    const kid = before.first('code').kid
    expect(rotated.first('code').kid).not.toBe(kid)
    expect(rotated.byKid('code', kid)?.key.equals(before.first('code').key)).toBe(true)
    expect(createKeyRing([fresh]).byKid('code', kid)).toBeUndefined()
  })

  test('refuses a short secret and an empty list', () => {
    expect(() => createKeyRing([])).toThrow(RangeError)
    expect(() => createKeyRing([secret(), 'x'.repeat(31)])).toThrow(RangeError)
  })
})
