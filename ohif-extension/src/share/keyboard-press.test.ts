import { afterEach, expect, test, vi } from 'vitest'
import { pressByKeyboard } from './keyboard-press.ts'

const draw = () => {
  document.body.innerHTML =
    '<button data-cy="StudyLinkShare-btn"><svg></svg></button><button data-cy="Zoom-btn"></button>'
  const [share, zoom] = document.querySelectorAll('button')
  return { share: share!, zoom: zoom! }
}
const key = (name: string) => new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })
let stop = () => {}
afterEach(() => stop())

test('Enter and Space press the Share button before OHIF hears of them', () => {
  const press = vi.fn<() => void>()
  const hotkeys = vi.fn<() => void>()
  stop = pressByKeyboard(press)
  const { share } = draw()
  document.body.addEventListener('keydown', hotkeys)
  share.dispatchEvent(key('Enter'))
  share.dispatchEvent(key(' '))
  document.body.removeEventListener('keydown', hotkeys)
  expect(press).toHaveBeenCalledTimes(2)
  expect(hotkeys).not.toHaveBeenCalled()
})

test('other keys and other buttons stay OHIF’s', () => {
  const press = vi.fn<() => void>()
  stop = pressByKeyboard(press)
  const { share, zoom } = draw()
  share.dispatchEvent(key('i'))
  const onZoom = key('Enter')
  zoom.dispatchEvent(onZoom)
  expect(press).not.toHaveBeenCalled()
  expect(onZoom.defaultPrevented).toBe(false)
})

test('nothing is heard once it has ended', () => {
  const press = vi.fn<() => void>()
  pressByKeyboard(press)()
  draw().share.dispatchEvent(key('Enter'))
  expect(press).not.toHaveBeenCalled()
})
