import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { limitBody } from '../http/json-body.ts'
import { problem } from '../http/problem.ts'
import { MAX_TITLE_CHARACTERS } from './limits.ts'
import { createSendEmail, type EmailRefusal, type SendEmailDeps } from './send-email.ts'

export interface EmailRouteDeps extends SendEmailDeps {
  /** HTTP Basic of `USERS`: Orthanc Explorer 2 calls from inside Orthanc. */
  readonly innerAuth: MiddlewareHandler
}

/** As Orthanc Explorer 2 sends it. A layout that is not wished may be absent, null or empty. */
const SendRequest = z.object({
  'destination-email': z.string(),
  'email-title': z
    .string()
    .max(MAX_TITLE_CHARACTERS)
    .regex(/^[^\r\n]*$/, 'must be one line'),
  'email-content': z.string(),
  'layout-template': z.string().nullish(),
})

interface SendResponse {
  readonly success: boolean
  /** For the clinician's eyes; never an address or what the mail server said. */
  readonly details: string | null
}

/** Orthanc does not say which of its users writes: they share one count. */
const ORTHANC = 'orthanc'

const details: Record<EmailRefusal['reason'], string> = {
  'no-recipient': 'No recipient is named.',
  'too-many-recipients': 'These are too many recipients for one message.',
  'malformed-recipient': 'A recipient is not an e-mail address.',
  'domain-not-allowed': 'A recipient is outside the domains that may be written to.',
  'unknown-layout': 'There is no layout template of this name.',
  'hourly-limit': 'Too many messages were sent within an hour. Try again later.',
  'smtp-unreachable': 'The mail server does not answer.',
  'smtp-tls': 'The mail server could not prove who it is, or does not encrypt.',
  'smtp-login': 'The mail server refused the name or the password of this service.',
  'smtp-refused': 'The mail server refused the message.',
}

const failed = (c: Context, outcome: string, text: string) => {
  c.set('outcome', 'email-refused')
  c.set('reason', outcome)
  return c.json({ success: false, details: text } satisfies SendResponse, 400)
}

/** `/emails/*`, which Orthanc Explorer 2 itself calls. A failure has the shape of a success, with status 400. */
export const createEmailRoutes = (deps: EmailRouteDeps): Hono => {
  const send = createSendEmail(deps)
  return new Hono()
    .get('/emails/templates', deps.innerAuth, async (c) => c.json(await deps.templates.list()))
    .get('/emails/templates/:name', deps.innerAuth, async (c) => {
      const html = await deps.templates.get(c.req.param('name'))
      return html === undefined ? problem(c, 'not-found') : c.html(html)
    })
    .post('/emails/send', deps.innerAuth, limitBody, async (c) => {
      const body = SendRequest.safeParse(await c.req.json<unknown>().catch(() => undefined))
      if (!body.success) {
        const field = body.error.issues[0]?.path.join('.') || 'the body'
        return failed(c, 'invalid-request', `The request is not valid: ${field}.`)
      }
      const sent = await send(ORTHANC, {
        recipients: body.data['destination-email'],
        title: body.data['email-title'],
        content: body.data['email-content'],
        layoutTemplate: body.data['layout-template'] || undefined,
      })
      if (!sent.ok) return failed(c, sent.refusal.reason, details[sent.refusal.reason])
      c.set('outcome', 'email-sent')
      const { refusedRecipients: lost } = sent.value
      const note = lost === 0 ? null : `The mail server refused ${lost} of the recipients.`
      return c.json({ success: true, details: note } satisfies SendResponse)
    })
}
