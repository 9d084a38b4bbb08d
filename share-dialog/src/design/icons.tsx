import type { ComponentChildren } from 'preact'

/** Line icons on a 24-unit grid; decoration beside words or a label, so hidden from assistive technology. */
function Icon({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export const CloseIcon = () => (
  <Icon name="close">
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
)

export const CheckIcon = () => (
  <Icon name="check">
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
)

export const CopyIcon = () => (
  <Icon name="copy">
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M5 15V6a2 2 0 0 1 2-2h8" />
  </Icon>
)

export const SendIcon = () => (
  <Icon name="send">
    <path d="M12 15V4M8 8l4-4 4 4M5 13v5a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5" />
  </Icon>
)

export const WarningIcon = () => (
  <Icon name="warning">
    <path d="M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1" />
  </Icon>
)
