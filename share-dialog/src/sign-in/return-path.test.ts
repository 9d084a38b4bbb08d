import { expect, test } from 'vitest'
import { parseReturnPath } from './return-path.ts'

test.each([
  ['/ohif/viewer?StudyInstanceUIDs=1.2', '/ohif/viewer?StudyInstanceUIDs=1.2'],
  ['/ohif/#a', '/ohif/#a'],
  ['/orthanc/ui/app/', undefined],
  ['/ohif', undefined],
  ['/ohif-of-another/', undefined],
  ['/ohif/../secret/', undefined],
  ['/ohif/%2e%2e/secret/', undefined],
  ['/ohif/..%2fsecret/', undefined],
  ['/ohif/..%5Csecret/', undefined],
  ['//evil.example/ohif/', undefined],
  ['/\\evil.example/ohif/', undefined],
  ['https://evil.example/ohif/', undefined],
  ['https://hospital.example/ohif/', undefined],
  ['javascript:alert(1)', undefined],
  ['ohif/', undefined],
  [null, undefined],
])('%s leads to %s', (given, path) => {
  expect(parseReturnPath(given, 'https://hospital.example', ['/share/', '/ohif/'])).toBe(path)
})
