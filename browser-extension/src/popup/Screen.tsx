import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export interface ScreenAction {
  label: string
  onPress(): void
  primary?: boolean
}

export interface ScreenProps {
  heading: string
  children?: ComponentChildren
  actions?: readonly ScreenAction[]
}

/** One thing that stands in the way: what it is, what to do next, and the buttons that do it. */
export function Screen({ heading, children, actions = [] }: ScreenProps) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [heading])
  return (
    <section class="screen">
      <h1 tabIndex={-1} ref={title}>
        {heading}
      </h1>
      {children}
      {actions.length > 0 && (
        <div class="actions">
          {actions.map(({ label, onPress, primary }) => (
            <button key={label} type="button" class={primary ? 'button primary' : 'button'} onClick={onPress}>
              {label}
            </button>
          ))}
        </div>
      )}
    </section>
  )
}
