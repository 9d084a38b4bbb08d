/** E-mails that Orthanc Explorer 2 has us send. */
export { createMailer, type MailSettings } from './mailer.ts'
export { createEmailRoutes, type EmailRouteDeps } from './routes.ts'
export { createEmailTemplates } from './templates.ts'
export { createSendLetter, type Letter, type SendLetter } from './send-letter.ts'
