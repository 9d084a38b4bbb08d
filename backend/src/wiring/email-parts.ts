import type { MiddlewareHandler } from 'hono'
import type { EmailSettings } from '../config/email-settings.ts'
import { createEmailRoutes, createEmailTemplates, createMailer, createSendLetter } from '../emails/index.ts'

/** The e-mail routes of Orthanc Explorer 2 and our own letters, as `EMAILS_*` say. */
export const createEmailParts = (settings: EmailSettings, innerAuth: MiddlewareHandler) => {
  const { allowedDomains, hourlyLimit, templatesRoot } = settings
  const mailer = createMailer(settings)
  return {
    routes: createEmailRoutes({
      innerAuth,
      templates: createEmailTemplates(templatesRoot),
      mailer,
      allowedDomains,
      hourlyLimit,
    }),
    sendLetter: createSendLetter({ mailer, allowedDomains, hourlyLimit }),
  }
}
