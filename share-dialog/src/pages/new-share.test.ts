import { expect, test } from 'vitest'
import { parseNewShare } from './new-share.ts'

const parse = (query: string) =>
  parseNewShare(new URL(`https://hospital.example/share/new?${query}`), ['/ohif/'])

test('names studies by UID and by Orthanc ID, and where to go back', () => {
  const orthancId = '0123abcd-0123abcd-0123abcd-0123abcd-0123abcd'
  expect(parse(`studies=1.2.3,%204.5&orthancIds=${orthancId}&return=/ohif/`)).toEqual({
    studies: [{ studyInstanceUID: '1.2.3' }, { studyInstanceUID: '4.5' }, { orthancId }],
    returnTo: '/ohif/',
  })
})

test.each(['//evil.example', '/elsewhere/'])(
  'leaves out what names no study, and the way back to %s',
  (way) => {
    expect(parse(`studies=abc,,<b>&orthancIds=1&return=${way}`)).toEqual({ studies: [], returnTo: undefined })
  },
)
