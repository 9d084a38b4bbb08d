import { MAX_STUDIES_PER_LOOKUP as CONTRACT_MAX } from '@studylink/backend/contract'
import { expect, test, vi } from 'vitest'
import { MAX_STUDIES_PER_LOOKUP, readStudyHeads } from './read-study-heads.ts'

type Fetch = typeof globalThis.fetch
const shareRoot = new URL('https://pacs.example.org/share/')
const head = (studyInstanceUID: string, patientName: string) => ({
  studyInstanceUID,
  orthancId: '72de3b86-da4b2556-bb33f32f-d1d84f80-fb017059',
  patientName,
})
const read = (uids: string[], fetch: Fetch) =>
  readStudyHeads(uids, { shareRoot, getAccessToken: async () => 'token', fetch })
const answer = (...studies: object[]) => vi.fn<Fetch>(async () => Response.json({ studies }))

test('all studies are asked for in one request, with the clinician’s token and without cookies', async () => {
  const fetch = answer()
  await read(['1.2', '3.4'], fetch)
  expect(fetch).toHaveBeenCalledTimes(1)
  const [url, init] = fetch.mock.calls[0] ?? []
  expect(String(url)).toBe('https://pacs.example.org/share/api/studies/lookup')
  expect(init).toMatchObject({
    method: 'POST',
    credentials: 'omit',
    headers: { authorization: 'Bearer token' },
    body: JSON.stringify({ studies: [{ studyInstanceUID: '1.2' }, { studyInstanceUID: '3.4' }] }),
  })
})

test('heads come in the order of the selection', async () => {
  const heads = await read(['1.2', '3.4'], answer(head('3.4', 'B^Ben'), head('1.2', 'A^Ann')))
  expect(heads.map(({ patientName }) => patientName)).toEqual(['A^Ann', 'B^Ben'])
})

test('a study that the clinician may not see stays in the share, without a name', async () => {
  expect(await read(['1.2', '3.4'], answer(head('1.2', 'A^Ann')))).toEqual([
    expect.objectContaining({ patientName: 'A^Ann' }),
    { studyInstanceUID: '3.4' },
  ])
})

test('one UID under two patients is shown as both', async () => {
  const heads = await read(['1.2'], answer(head('1.2', 'A^Ann'), head('1.2', 'B^Ben')))
  expect(heads.map(({ patientName }) => patientName)).toEqual(['A^Ann', 'B^Ben'])
})

test('more studies than may be asked for are left to the dialog, which refuses so many', async () => {
  expect(MAX_STUDIES_PER_LOOKUP).toBe(CONTRACT_MAX)
  const fetch = answer()
  const uids = Array.from({ length: MAX_STUDIES_PER_LOOKUP + 1 }, (_, index) => `1.2.${index}`)
  expect(await read(uids, fetch)).toHaveLength(uids.length)
  expect(fetch).not.toHaveBeenCalled()
})

test('a refusal throws, so that the dialog offers to try again', async () => {
  await expect(read(['1.2'], async () => new Response('', { status: 503 }))).rejects.toThrow('503')
})
