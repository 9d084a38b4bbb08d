import type { MiddlewareHandler } from 'hono'
import type { EmailSettings } from '../config/email-settings.ts'
import { createEmailRoutes, createEmailTemplates, createMailer } from '../emails/index.ts'

/** The e-mail routes as `EMAILS_*` say. */
export const createEmailParts = (settings: EmailSettings, innerAuth: MiddlewareHandler) =>
  createEmailRoutes({
    innerAuth,
    templates: createEmailTemplates(settings.templatesRoot),
    mailer: createMailer(settings),
    allowedDomains: settings.allowedDomains,
    hourlyLimit: settings.hourlyLimit,
  })
