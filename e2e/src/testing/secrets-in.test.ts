import { expect, it } from 'vitest'
import { holds, secretsIn } from './secrets-in.ts'

const CODE = 'A2345678901234bcdefghijklmnopqrstuvwx'
const TOKEN = `eyJhbGciOiJkaXIifQ..${'t'.repeat(40)}`
const SIGNATURE = 's'.repeat(86)

it.each([
  ['a code in a body', `{"code":"${CODE}","openId":"x"}`, CODE.slice(14)],
  ['a code in a link', `{"url":"https://pacs.example/share/s#${CODE}"}`, CODE.slice(14)],
  ['a PIN', '{"pin":"4711"}', '4711'],
  ['a resource token in a header', `{"authorization":"Bearer slv_${TOKEN}"}`, TOKEN],
  ['a resource token in an address', `{"viewerUrl":"/ohif/viewer#token=sld_${TOKEN}"}`, TOKEN],
  ['an access token', `{"authorization":"Bearer aaa.bbb.${SIGNATURE}"}`, SIGNATURE],
  ['a password', '{"authorization":"Basic c2VjcmV0OnNlY3JldA=="}', 'c2VjcmV0OnNlY3JldA=='],
  ['an api-key', '{"api-key":"a-key-of-somebody"}', 'a-key-of-somebody'],
])('knows %s', (_what, text, value) => {
  expect(secretsIn(text).map((secret) => secret.value)).toContain(value)
})

it('finds nothing in what everybody may know', () => {
  expect(secretsIn('{"host":"127.0.0.1:8080","accept":"*/*","shareId":"A2345678901234"}')).toEqual([])
})

it.each(['"Doe"', 'Doe^John', 'Doe%5EJohn', 'DICOM/Doe_1.dcm', 'is Doe here'])(
  'finds a name in %s',
  (text) => {
    const name = { kind: 'name', value: 'Doe', isWord: true }
    expect(holds(text, name)).toBe(true)
    expect(holds(text.replace('Doe', 'Does'), name)).toBe(false)
  },
)

it('takes a short secret for found only where it is a whole value', () => {
  const pin = { kind: 'PIN', value: '4711' }
  expect(holds('{"pin":"4711"}', pin)).toBe(true)
  expect(holds('{"requestId":"1f47112c"}', pin)).toBe(false)
})
