import { expect, test } from 'vitest'
import { parseReturnPath } from './return-path.ts'

test.each([
  ['/ohif/viewer?StudyInstanceUIDs=1.2', '/ohif/viewer?StudyInstanceUIDs=1.2'],
  ['//evil.example/', undefined],
  ['/\\evil.example', undefined],
  ['https://evil.example/', undefined],
  ['javascript:alert(1)', undefined],
  ['ohif', undefined],
  [null, undefined],
])('%s leads to %s', (given, path) => {
  expect(parseReturnPath(given, 'https://hospital.example')).toBe(path)
})
