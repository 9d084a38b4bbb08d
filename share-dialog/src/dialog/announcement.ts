import { describeShareEnd } from '../link/share-facts.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { describeFailure } from '../i18n/describe-failure.ts'
import type { ShareState } from './share-state.ts'

/** What a screen reader says when the dialog's state changes. */
export const announcement = (current: ShareState, t: DialogTranslator): string => {
  switch (current.state) {
    case 'loading':
      return current.slow ? t.text('dialog.slow') : ''
    case 'creating':
      return current.slow ? t.text('dialog.slow') : t.text('form.creating')
    case 'shared':
      return t.text('shared.announced', {
        until: describeShareEnd(current.share, t),
      })
    case 'failed':
      return describeFailure(current.failure, t).join(' ')
    case 'confirming':
    case 'editing':
      return ''
  }
}
