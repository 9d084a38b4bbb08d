import { formatPeriod } from './formats.ts'
import type { DialogTranslator } from './dialog-translator.ts'
import type { ShareFailure } from '../api/failure.ts'

/** Shorter waits are over before the sentence is read. */
const SHORTEST_WAIT_SECONDS = 3

/** A failure as sentences: what happened and what to do next. */
export const describeFailure = (failure: ShareFailure, t: DialogTranslator): string[] => {
  switch (failure.kind) {
    case 'problem': {
      const wait = failure.retryAfterSeconds ?? 0
      return [
        describeProblem(failure.code, t),
        ...(wait >= SHORTEST_WAIT_SECONDS
          ? [t.text('failed.wait', { period: formatPeriod(Math.ceil(wait), t.locale) })]
          : []),
      ]
    }
    case 'signed-out':
      return [t.text('failed.signedOut')]
    case 'network':
      return [t.text('failed.network')]
    case 'timeout':
    case 'aborted':
      return [t.text('failed.timeout')]
    case 'unexpected':
      return [t.text('failed.unexpected')]
    case 'no-study':
      return [t.text('failed.noStudy')]
    case 'too-many-studies':
      return [
        t.text('failed.tooManyStudies', { limit: new Intl.NumberFormat(t.locale).format(failure.limit) }),
      ]
    case 'studies-unreadable':
      return [t.text('failed.studiesUnreadable')]
  }
}

/** A newer server may know problems that this dialog does not. */
const describeProblem = (
  code: Extract<ShareFailure, { kind: 'problem' }>['code'],
  t: DialogTranslator,
): string => {
  const key = `problem.${code}` as const
  const text: string = t.text(key)
  return text === key ? t.text('failed.unexpected') : text
}
