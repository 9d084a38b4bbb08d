import { expect, it } from 'vitest'
import { keepOnlyViewerMode } from './viewer-mode.ts'

const stock = ['@ohif/mode-longitudinal', '@ohif/mode-basic', '@ohif/mode-tmtv']

it("leaves a guest's viewer its one mode, in the list that OHIF reads", () => {
  const modes = [...stock]
  keepOnlyViewerMode('/ohif/viewer', modes)
  expect(modes).toEqual(['@ohif/mode-longitudinal'])
})

it.each([
  ['another mode', '/ohif/tmtv', stock],
  ['a build without that mode', '/ohif/viewer', ['@site/mode']],
])('changes nothing in %s', (_, pathname, list) => {
  const modes = [...list]
  keepOnlyViewerMode(pathname, modes)
  expect(modes).toEqual(list)
})

it('changes nothing where there is no list', () => {
  expect(() => keepOnlyViewerMode('/ohif/viewer', undefined)).not.toThrow()
})
