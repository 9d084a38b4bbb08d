import { expect, test } from 'vitest'
import { encodeQr } from './qr-cells.ts'

const QUIET_ZONES = 8
const version = (size: number) => (size - QUIET_ZONES - 17) / 4

test('a link of 100 characters stays at version 6, readable from paper', () => {
  expect(version(encodeQr(`https://images.hospital.example/share/s#${'x'.repeat(60)}`).size)).toBe(6)
})

test('the quiet zone of four modules is free and the finder patterns stand at its corner', () => {
  const { path, size } = encodeQr('https://images.hospital.example/share/s#abc')
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map((run) => run.slice(1).map(Number))
  for (const [x = 0, y = 0, length = 0] of runs) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4)
    expect(Math.max(x + length, y + 1)).toBeLessThanOrEqual(size - 4)
  }
  expect(runs).toContainEqual([4, 4, 7])
  expect(runs).toContainEqual([size - 11, 4, 7])
  expect(runs).toContainEqual([4, size - 5, 7])
})
