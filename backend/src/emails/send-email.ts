import { type Result, refuse } from '../kernel/result.ts'
import { composeHtml } from './compose-html.ts'
import { createHourlyLimit } from './hourly-limit.ts'
import type { Mailer, MailRefusal } from './mailer.ts'
import { readRecipients, type RecipientRefusal } from './recipients.ts'
import type { EmailTemplates } from './templates.ts'

export interface SendEmailDeps {
  readonly templates: EmailTemplates
  readonly mailer: Mailer
  /** Lower case; none: any. */
  readonly allowedDomains: readonly string[]
  /** Recipients that one user, or Orthanc for all of its users, may write to within an hour. */
  readonly hourlyLimit: number
}

export interface EmailRequest {
  /** One or several addresses, separated by comma, semicolon or space. */
  readonly recipients: string
  readonly title: string
  /** HTML as its writer left it. */
  readonly content: string
  readonly layoutTemplate: string | undefined
}

export type EmailRefusal =
  RecipientRefusal | MailRefusal | { readonly reason: 'unknown-layout' } | { readonly reason: 'hourly-limit' }

/** Every attempt counts, for each of its recipients. The user is a name for the counter only and is not kept. */
export const createSendEmail = ({ templates, mailer, allowedDomains, hourlyLimit }: SendEmailDeps) => {
  const isWithinLimit = createHourlyLimit(hourlyLimit)
  return async (
    user: string,
    { recipients: text, title, content, layoutTemplate }: EmailRequest,
  ): Promise<Result<{ readonly refusedRecipients: number }, EmailRefusal>> => {
    const recipients = readRecipients(text, allowedDomains)
    if (!recipients.ok) return recipients
    const layout = layoutTemplate === undefined ? undefined : await templates.get(layoutTemplate)
    if (layoutTemplate !== undefined && layout === undefined) return refuse({ reason: 'unknown-layout' })
    if (!(await isWithinLimit(user, recipients.value.length))) return refuse({ reason: 'hourly-limit' })
    return mailer.send({ recipients: recipients.value, subject: title, html: composeHtml(content, layout) })
  }
}
export type SendEmail = ReturnType<typeof createSendEmail>
