import { expect, test } from 'vitest'
import { makeMe, makePolicy, makeShare } from '../testing/fixtures.ts'
import { policyFor, policyForShare } from './policy-for.ts'

const policy = makePolicy({ notify: true })

test.each([
  [true, true],
  [false, false],
])(
  'notices of openings are offered for a new link with a verified address: %s',
  (hasVerifiedEmail, offered) => {
    expect(policyFor(makeMe({ hasVerifiedEmail }), policy).notify).toBe(offered)
  },
)

test('nothing is offered that the hospital does not have', () => {
  expect(policyFor(makeMe(), makePolicy({ notify: false })).notify).toBe(false)
})

test.each([
  ['one’s own, with an address', true, true, 'never', true],
  ['one’s own, without an address', true, false, 'never', false],
  ['one’s own whose notices can be switched off', true, false, 'first', true],
  ['somebody else’s, whose address is not known', false, true, 'never', false],
  ['somebody else’s whose notices go to its owner', false, false, 'every', true],
] as const)(
  'notices are offered for a link that is there: %s',
  (_which, isMine, hasVerifiedEmail, notify, offered) => {
    const share = makeShare({ isMine, notify })
    expect(policyForShare(makeMe({ hasVerifiedEmail }), share, policy).notify).toBe(offered)
  },
)

test.each([
  ['who may not download themselves', ['view', 'share'], false, false],
  ['who may download', ['view', 'share', 'download'], false, true],
  ['who may do everything', ['all'], false, true],
  ['who may not, of a link that allows them: to take them back', ['view', 'share'], true, true],
] as const)(
  'downloads are offered in the change of a link to one %s',
  (_who, permissions, allowDownload, offered) => {
    const me = makeMe({ permissions: [...permissions] })
    expect(policyForShare(me, makeShare({ allowDownload }), policy).download.allowed).toBe(offered)
  },
)

test('downloads are not offered for a new link to one who may not download', () => {
  expect(policyFor(makeMe({ permissions: ['view', 'share'] }), policy).download.allowed).toBe(false)
})
