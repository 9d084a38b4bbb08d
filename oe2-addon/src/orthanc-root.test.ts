import { expect, test } from 'vitest'
import { orthancRootOf } from './orthanc-root.ts'

const SCRIPT = 'https://pacs.example.org/share/oe2-addon.js'

test.each([
  ['https://pacs.example.org/orthanc/ui/app/', 'https://pacs.example.org/orthanc/'],
  [
    'https://pacs.example.org/orthanc/ui/app/filtered-studies?PatientID=1',
    'https://pacs.example.org/orthanc/',
  ],
  ['https://pacs.example.org/ui/app/', 'https://pacs.example.org/'],
  ['https://pacs.example.org/a/b/ui/app/settings', 'https://pacs.example.org/a/b/'],
])('at %s Orthanc is at %s', (page, root) => expect(orthancRootOf(page, SCRIPT).href).toBe(root))

test('a moved OE2 names Orthanc in the script’s address', () => {
  expect(orthancRootOf('https://pacs.example.org/browse/', `${SCRIPT}?orthancRoot=/archive`).href).toBe(
    'https://pacs.example.org/archive/',
  )
  expect(orthancRootOf('https://pacs.example.org/browse/', SCRIPT).href).toBe(
    'https://pacs.example.org/orthanc/',
  )
})
