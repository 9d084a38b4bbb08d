import { GuestOpenRequest } from '@studylink/backend/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOpenings } from './openings.ts'

const HOUR = 60 * 60 * 1000
let time = Date.parse('2026-11-23T12:00:00Z')
const now = () => new Date(time)
const open = (storage: Storage | undefined = localStorage) => createOpenings({ storage, now })

beforeEach(() => localStorage.clear())

describe('openings', () => {
  it('have names that the service accepts, each its own', () => {
    const openIds = ['share-one', 'share-two'].map((shareId) => open().openIdFor(shareId))
    expect(new Set(openIds).size).toBe(2)
    for (const openId of openIds) expect(GuestOpenRequest.parse({ code: 'x', openId }).openId).toBe(openId)
  })

  it('are the same before and after a reload within the session', () => {
    const first = open().openIdFor('share')
    open().remember('share', first, new Date(time + 4 * HOUR))
    time += 3 * HOUR
    expect(open().openIdFor('share')).toBe(first)
  })

  it('are new once the session is over', () => {
    const first = open().openIdFor('share')
    open().remember('share', first, new Date(time + 4 * HOUR))
    time += 4 * HOUR
    expect(open().openIdFor('share')).not.toBe(first)
  })

  it('are repeated when the answer never came', () => {
    const first = open().openIdFor('share')
    time += HOUR / 2
    expect(open().openIdFor('share')).toBe(first)
  })

  it('run from the first click until the session is over', () => {
    expect(open().running('share')).toBeUndefined()
    const first = open().openIdFor('share')
    expect(open().running('share')).toBe(first)
    open().remember('share', first, new Date(time + 4 * HOUR))
    time += 4 * HOUR
    expect(open().running('share')).toBeUndefined()
  })

  it('are remembered by the page where storage is missing', () => {
    const page = open(undefined)
    expect(page.openIdFor('share')).toBe(page.openIdFor('share'))
  })

  it.each(['', 'null', '{"openId":"<script>","endsAt":1e99}', '{"openId":"0123456789abcdef"}'])(
    'do not trust %j in the storage',
    (stored) => {
      localStorage.setItem('studylink.opening:share', stored)
      expect(open().openIdFor('share')).toMatch(/^[0-9a-f]{32}$/)
    },
  )

  it('keep nothing but a random name and a time', () => {
    const openId = open().openIdFor('share')
    expect(JSON.parse(localStorage.getItem('studylink.opening:share') ?? '')).toEqual({
      openId,
      endsAt: expect.any(Number),
    })
  })
})
