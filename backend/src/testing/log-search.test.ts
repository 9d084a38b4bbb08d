import { expect, test } from 'vitest'
import { createLogSearch } from './log-search.ts'

const LONG = 'A234567890123456789'

const used = async (body: unknown, answer: unknown = {}, headers: Record<string, string> = {}) => {
  const search = createLogSearch()
  const ask = search.heard(() => Response.json(answer))
  await ask(
    new Request('https://pacs.example.org/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  )
  return search
}

test.each([
  ['a code in a body', await used({ code: LONG })],
  ['a field deep inside', await used({ resources: [{ inner: { 'token-value': LONG } }] })],
  ['a link in an answer', await used({}, { url: `https://pacs.example.org/share/s#${LONG}` })],
  ['a token in an answer’s address', await used({}, { viewerUrl: `/ohif/viewer#token=${LONG}` })],
  ['a header', await used({}, {}, { Authorization: `Bearer ${LONG}` })],
])('%s must not be in a log', (_what, search) => {
  expect(() => search.assertAbsent([`{"path":"/x/${LONG}/y"}`])).toThrow('the log holds a secret')
  expect(() => search.assertAbsent(['{"path":"/x/:code/y"}'])).not.toThrow()
})

test('a short secret must not be a value, and may be a part of one', async () => {
  const search = await used({ pin: '4711' })
  expect(() => search.assertAbsent(['{"pin":"4711"}'])).toThrow('the log holds a secret')
  expect(() => search.assertAbsent(['{"requestId":"1f47112c"}'])).not.toThrow()
})
