import { expect, test, vi } from 'vitest'
import type { ShareApi } from '../api/share-api.ts'
import { makeShare } from '../testing/fixtures.ts'
import { makeApi } from '../testing/make-api.ts'
import { createSharesStore } from './shares-store.ts'

type ListShares = ShareApi['listShares']
const listOf = (...shares: ReturnType<typeof makeShare>[]) =>
  vi.fn<ListShares>(async () => ({
    ok: true,
    value: { shares, nextCursor: null },
  }))
const head = { studyInstanceUID: '1.2.3', orthancId: 'o', patientName: 'Berg^Karl' }

test('names all studies of a page by one question, and each once', async () => {
  const listShares = listOf(makeShare(), makeShare({ shareId: 'other000000000' }))
  const api = makeApi({ listShares, lookupStudies: async () => ({ ok: true, value: { studies: [head] } }) })
  const store = createSharesStore(api)
  await store.load()
  await store.setFilter({ search: 'Berg' })
  expect(store.heads.value.get('1.2.3')).toEqual(head)
  expect(api.lookupStudies).toHaveBeenCalledTimes(1)
  expect(api.lookupStudies).toHaveBeenCalledWith({ studies: [{ studyInstanceUID: '1.2.3' }] })
})

test('asks for working links of its own at first', async () => {
  const api = makeApi()
  await createSharesStore(api).load()
  expect(api.listShares).toHaveBeenCalledWith({ scope: 'mine', limit: 25, status: ['active', 'locked'] })
})

test('shows the answer to the newest question only', async () => {
  const answers: ((shares: ReturnType<typeof makeShare>[]) => void)[] = []
  const store = createSharesStore(makeApi())
  await store.load()
  const slow = createSharesStore(
    makeApi({
      listShares: () =>
        new Promise((resolve) => {
          answers.push((shares) => resolve({ ok: true, value: { shares, nextCursor: null } }))
        }),
    }),
  )
  const first = slow.setFilter({ search: 'a' })
  const second = slow.setFilter({ search: 'ab' })
  answers[1]?.([makeShare({ recipient: 'ab' })])
  answers[0]?.([makeShare({ recipient: 'a' })])
  await Promise.all([first, second])
  expect(slow.state.value).toMatchObject({ state: 'ready', shares: [{ recipient: 'ab' }] })
})

test('shows a withdrawn link as withdrawn, in its place', async () => {
  const api = makeApi({ listShares: listOf(makeShare()) })
  const store = createSharesStore(api)
  await store.load()
  await store.revoke(makeShare())
  expect(store.state.value).toMatchObject({ shares: [{ state: 'revoked' }] })
})

test('ends all links of the study that the filter names, and nothing without one', async () => {
  const revokeShares = vi.fn<ShareApi['revokeShares']>(async () => ({
    ok: true,
    value: { revoked: 2 },
  }))
  const store = createSharesStore(makeApi({ revokeShares }))
  await store.revokeAll()
  expect(revokeShares).not.toHaveBeenCalled()
  await store.setFilter({ only: { kind: 'study', studyInstanceUID: '1.2.3' } })
  await store.revokeAll()
  expect(revokeShares).toHaveBeenCalledWith({ studyInstanceUID: '1.2.3' })
})
