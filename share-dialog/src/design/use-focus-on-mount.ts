import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Moves the focus to an element when its step of the dialog appears: the one before it is gone. */
export const useFocusOnMount = <Target extends HTMLElement>(): RefObject<Target | null> => {
  const target = useRef<Target>(null)
  useLayoutEffect(() => target.current?.focus({ preventScroll: true }), [])
  return target
}
