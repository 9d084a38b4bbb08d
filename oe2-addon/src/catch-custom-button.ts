import type { StudyReference } from '@studylink/backend/contract'
import { CUSTOM_BUTTON_LINK_ID } from './oe2-host.ts'
import { requestedStudies } from './requested-studies.ts'

export interface CatchCustomButtonOptions {
  shareRoot: URL
  /** Is somebody signed in through OE2? Else the full page, which signs them in, is the way. */
  isSignedIn(): boolean
  /** Resolves when the dialog has closed, rejects when it could not be loaded. */
  openDialog(studies: readonly StudyReference[]): Promise<void>
  /** Where the button leads without us. */
  openPage(address: string): void
}

/**
 * Opens the dialog when OE2 clicks its hidden link for one of our custom buttons; every other click stays OE2's.
 * Returns what ends it.
 */
export const catchCustomButton = (
  page: Document,
  { shareRoot, isSignedIn, openDialog, openPage }: CatchCustomButtonOptions,
): (() => void) => {
  let isOpen = false
  const onClick = async (event: Event) => {
    const link = event.target
    if (!(link instanceof HTMLAnchorElement) || link.id !== CUSTOM_BUTTON_LINK_ID || !isSignedIn()) return
    const studies = requestedStudies(link.href, shareRoot)
    if (!studies) return
    event.preventDefault()
    if (isOpen) return
    isOpen = true
    const address = link.href
    try {
      await openDialog(studies)
    } catch {
      openPage(address)
    } finally {
      isOpen = false
    }
  }
  page.addEventListener('click', onClick, { capture: true })
  return () => page.removeEventListener('click', onClick, { capture: true })
}
