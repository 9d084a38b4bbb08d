import type { DraftFault } from './draft.ts'

const fieldOf: Record<DraftFault, string> = {
  end: 'input[type=date]',
  pin: '#pin',
  maxOpens: '#max-opens',
}

/** Takes whoever pressed the button to what has to be mended. */
export const focusFirstFault = ([first]: readonly DraftFault[], form: HTMLFormElement | null): void => {
  if (first !== undefined) form?.querySelector<HTMLInputElement>(fieldOf[first])?.focus()
}
