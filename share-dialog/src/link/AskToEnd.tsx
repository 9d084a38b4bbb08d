import { useFocusOnMount } from '../design/use-focus-on-mount.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'

export interface AskToEndProps {
  /** What is about to end, in words. */
  question: string
  /** The button that does it. */
  endLabel: string
  busy: boolean
  t: DialogTranslator
  onKeep(): void
  onEnd(): void
}

/** Asked before a link ends, which cannot be undone. The harmless answer stands first and has the focus. */
export function AskToEnd({ question, endLabel, busy, t, onKeep, onEnd }: AskToEndProps) {
  const keep = useFocusOnMount<HTMLButtonElement>()
  return (
    <>
      <p>{question}</p>
      <div class="actions">
        {/* A modal that opens with the question looks for `autofocus`. */}
        <button type="button" class="button" autofocus ref={keep} onClick={onKeep}>
          {t.text('share.keep')}
        </button>
        <button type="button" class="button button-bad" disabled={busy} onClick={onEnd}>
          {endLabel}
        </button>
      </div>
    </>
  )
}
