/** What letters say in one language. `{name}`, `{date}` and `{count}` are filled in. */
export interface LetterTexts {
  /** The letter with a link. */
  readonly subject: string
  readonly intro: string
  readonly open: string
  readonly until: string
  readonly pin: string
  readonly personal: string
  /** The notice to an owner that their link was opened. */
  readonly openedSubject: string
  readonly opened: string
  readonly manage: string
}
