import { refuse, type Result } from '../kernel/result.ts'
import { createHourlyLimit } from './hourly-limit.ts'
import type { Mailer, MailRefusal } from './mailer.ts'
import { readRecipients, type RecipientRefusal } from './recipients.ts'

/** What this service writes itself. */
export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type LetterRefusal = RecipientRefusal | MailRefusal | { readonly reason: 'hourly-limit' }

export interface SendLetterDeps {
  readonly mailer: Mailer
  /** Lower case; none: any. */
  readonly allowedDomains: readonly string[]
  /** Recipients that one user may write to within an hour. */
  readonly hourlyLimit: number
}

export type SendLetter = (
  user: string,
  to: readonly string[],
  letter: Letter,
) => Promise<Result<{ readonly refusedRecipients: number }, LetterRefusal>>

export const createSendLetter = ({ mailer, allowedDomains, hourlyLimit }: SendLetterDeps): SendLetter => {
  const isWithinLimit = createHourlyLimit(hourlyLimit)
  return async (user, to, letter) => {
    const recipients = readRecipients(to.join(','), allowedDomains)
    if (!recipients.ok) return recipients
    if (!(await isWithinLimit(user, recipients.value.length))) return refuse({ reason: 'hourly-limit' })
    return mailer.send({ recipients: recipients.value, ...letter })
  }
}
