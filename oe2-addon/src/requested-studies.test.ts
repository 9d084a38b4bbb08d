import { expect, test } from 'vitest'
import { requestedStudies } from './requested-studies.ts'

const shareRoot = new URL('https://pacs.example.org/share/')
const ask = (address: string) => requestedStudies(address, shareRoot)

test('a button’s address names one study or several', () => {
  expect(ask('https://pacs.example.org/share/new?studies=1.2.3&return=/orthanc/ui/app/')).toEqual([
    { studyInstanceUID: '1.2.3' },
  ])
  expect(ask('https://pacs.example.org/share/new?studies=1.2.3,4.5.6')).toEqual([
    { studyInstanceUID: '1.2.3' },
    { studyInstanceUID: '4.5.6' },
  ])
})

test('a study named twice is shared once', () => {
  expect(ask('https://pacs.example.org/share/new?studies=1.2,1.2')).toEqual([{ studyInstanceUID: '1.2' }])
})

test('OE2’s own UUIDs name studies as well', () => {
  const [one, other] = [
    '72de3b86-da4b2556-bb33f32f-d1d84f80-fb017059',
    '0123abcd-0123abcd-0123abcd-0123abcd-0123abcd',
  ]
  expect(ask(`https://pacs.example.org/share/new?orthancIds=${one},${other}`)).toEqual([
    { orthancId: one },
    { orthancId: other },
  ])
  expect(ask(`https://pacs.example.org/share/new?orthancIds=${one},undefined`)).toBeUndefined()
})

test.each([
  'https://pacs.example.org/share/news?studies=1.2.3',
  'https://pacs.example.org/share/?studies=1.2.3',
  'https://elsewhere.example.org/share/new?studies=1.2.3',
  'https://pacs.example.org/my-viewer?studies=1.2.3',
  'not an address',
])('%s is not ours', (address) => expect(ask(address)).toBeUndefined())

test.each(['', 'undefined', '1.2.3,undefined', '1.2.3,', '1.2.3\\*', '9'.repeat(65)])(
  'studies=%s names none, and goes to the page that says so',
  (studies) =>
    expect(ask(`https://pacs.example.org/share/new?studies=${encodeURIComponent(studies)}`)).toBeUndefined(),
)
