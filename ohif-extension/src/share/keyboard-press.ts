import { BUTTON_ID } from './share-button.ts'

const PRESSES = ['Enter', ' ']

/**
 * OHIF's hotkeys take Enter and Space from every toolbar button before the browser makes a click of them. For the
 * Share button that click is made here. Returns what ends it.
 */
export const pressByKeyboard = (press: () => void): (() => void) => {
  const onKeyDown = (event: KeyboardEvent) => {
    const isOurs = event.target instanceof Element && event.target.closest(`[data-cy^="${BUTTON_ID}"]`)
    if (!isOurs || !PRESSES.includes(event.key) || event.repeat) return
    event.preventDefault()
    event.stopPropagation()
    press()
  }
  document.addEventListener('keydown', onKeyDown, true)
  return () => document.removeEventListener('keydown', onKeyDown, true)
}
