import { expect, it } from 'vitest'
import { detectDevice } from './device.ts'

it.each([
  ['an upright phone', ['(pointer: coarse) and (max-width: 640px)'], 'phone'],
  ['a phone on its side', ['(pointer: coarse) and (max-height: 480px)'], 'phone'],
  ['a tablet or a desktop', [], 'desktop'],
])('%s is told apart', (_, matching: string[], device) => {
  expect(detectDevice((query) => matching.includes(query))).toBe(device)
})
