import { expect, test } from 'vitest'
import { requestedStudies } from './requested-studies.ts'

const shareRoot = new URL('https://pacs.example.org/share/')
const ask = (address: string) => requestedStudies(address, shareRoot)

test('a button’s address names one study or several', () => {
  expect(ask('https://pacs.example.org/share/new?studies=1.2.3&return=/orthanc/ui/app/')).toEqual(['1.2.3'])
  expect(ask('https://pacs.example.org/share/new?studies=1.2.3,4.5.6')).toEqual(['1.2.3', '4.5.6'])
})

test('a study named twice is shared once', () => {
  expect(ask('https://pacs.example.org/share/new?studies=1.2,1.2')).toEqual(['1.2'])
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
