import { describe, expect, test } from 'vitest'
import { createKeyRing } from '../keys/key-ring.ts'
import { createPins } from './pins.ts'

const [FIRST, SECOND] = [
  'a first secret of the tests, long enough',
  'a second secret of the tests, long enough',
]
const CHEAP = { N: 1024, r: 8, p: 1 }
const pinsOf = (secrets: readonly string[], maxWaiting?: number) =>
  createPins({
    keyRing: createKeyRing(secrets),
    cost: CHEAP,
    ...(maxWaiting === undefined ? {} : { maxWaiting }),
  })
const hashOf = async (pins: ReturnType<typeof createPins>, pin: string) => {
  const hash = await pins.hash(pin)
  if (!hash.ok) throw new Error('busy')
  return hash.value
}
const verify = (pins: ReturnType<typeof createPins>, pin: string, hash: string) =>
  pins.inTurn((isPin) => isPin(pin, hash))
const yes = { ok: true, value: true }
const no = { ok: true, value: false }

describe('a PIN', () => {
  const pins = pinsOf([FIRST])

  test('is told from every other, at the cost that is meant for it', async () => {
    const real = createPins({ keyRing: createKeyRing([FIRST]) })
    const hash = await hashOf(real, '0042')
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{8}\$[\w-]{22}\$[\w-]{43}$/)
    expect(await verify(real, '0042', hash)).toEqual(yes)
    for (const other of ['0043', '42', '00042', '', '0042\u0000'])
      expect(await verify(real, other, hash)).toEqual(no)
  })

  test('is the same however it is typed', async () => {
    const hash = await hashOf(pins, 'Größe 7')
    for (const typed of [' Größe 7', 'Gro\u0308ße 7 ', 'Größe ７'])
      expect(await verify(pins, typed, hash)).toEqual(yes)
    expect(await verify(pins, 'größe 7', hash)).toEqual(no)
    expect(await verify(pins, '١٢٣٤', await hashOf(pins, '1234'))).toEqual(no)
  })

  test('has another hash each time', async () => {
    expect(await hashOf(pins, '1234')).not.toBe(await hashOf(pins, '1234'))
  })

  test('cannot be found by whoever has the hash and not the key', async () => {
    const hash = await hashOf(pins, '1234')
    expect(await verify(pinsOf([SECOND]), '1234', hash)).toEqual(no)
  })

  test('is still known after the keys were rotated', async () => {
    const hash = await hashOf(pins, '1234')
    const rotated = pinsOf([SECOND, FIRST])
    expect(await verify(rotated, '1234', hash)).toEqual(yes)
    expect((await hashOf(rotated, '1234')).split('$')[4]).not.toBe(hash.split('$')[4])
  })

  test.each(['', 'plain', 'scrypt$1024$8$1$kid$salt', 'scrypt$1024$8$1$unknown1$c2FsdA$aGFzaA'])(
    'is nobody’s with the broken hash «%s»',
    async (hash) => {
      expect(await verify(pins, '1234', hash)).toEqual(no)
    },
  )

  test('is refused uncompared when too many are waiting, and compared again afterwards', async () => {
    const narrow = pinsOf([FIRST], 3)
    const hash = await hashOf(narrow, '1234')
    const results = await Promise.all(Array.from({ length: 12 }, () => verify(narrow, '1234', hash)))
    const busy = results.filter((result) => !result.ok)
    expect(busy[0]).toEqual({ ok: false, refusal: { reason: 'too-many-requests', retryAfterSeconds: 5 } })
    expect(results.length - busy.length).toBeGreaterThanOrEqual(3)
    expect(await verify(narrow, '1234', hash)).toEqual(yes)
  })
})
