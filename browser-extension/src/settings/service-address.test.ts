import { expect, test } from 'vitest'
import { matchPattern, parseServiceAddress, parseViewerOrigin } from './service-address.ts'

test.each([
  ['hospital.example', 'https://hospital.example/share/'],
  [' https://hospital.example ', 'https://hospital.example/share/'],
  ['https://hospital.example/share', 'https://hospital.example/share/'],
  ['https://hospital.example/share/s#code', 'https://hospital.example/share/'],
  ['https://hospital.example/pacs/share/?x=1', 'https://hospital.example/pacs/share/'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/share/'],
  ['', undefined],
  ['ftp://hospital.example', undefined],
  ['https://user:secret@hospital.example', undefined],
  ['not an address', undefined],
])('«%s» is the service at %s', (typed, expected) => {
  expect(parseServiceAddress(typed)).toBe(expected)
})

test('a viewer is where it is, whatever page of it was pasted', () => {
  expect(parseViewerOrigin('https://v.example:8443/ohif/viewer?StudyInstanceUIDs=1.2')).toBe(
    'https://v.example:8443',
  )
  expect(matchPattern('https://v.example:8443')).toBe('https://v.example/*')
})
