import { createTransport } from 'nodemailer'
import { ok, refuse, type Result } from '../kernel/result.ts'

/** `EMAILS_SMTP_SERVER_*` and the sender. */
export interface MailSettings {
  readonly hostname: string
  /** 465 speaks TLS from the first byte, every other port begins in the clear. */
  readonly port: number
  /** Required, never «if the server offers it»: who listens could take the offer away. */
  readonly usesTls: boolean
  readonly timeoutMs: number
  readonly login: { readonly user: string; readonly password: string } | undefined
  /** `Name <address>` or an address. */
  readonly sender: string
  readonly replyTo: string
  /** Certificates (PEM) to trust instead of the well-known ones. */
  readonly ca?: string | undefined
}

export interface Message {
  readonly recipients: readonly string[]
  readonly subject: string
  readonly html: string
  /** The same for those who read no HTML. */
  readonly text?: string
}

export type MailRefusal =
  | { readonly reason: 'smtp-unreachable' }
  | { readonly reason: 'smtp-tls' }
  | { readonly reason: 'smtp-login' }
  | { readonly reason: 'smtp-refused' }

export interface Mailer {
  /** The value: recipients that the server did not take, while it took others. */
  send(message: Message): Promise<Result<{ readonly refusedRecipients: number }, MailRefusal>>
}

const IMPLICIT_TLS_PORT = 465

/** nodemailer's word for what went wrong, and that of the system or of OpenSSL behind it. */
const codesOf = (error: unknown): readonly string[] => {
  const { code, originalCode } = error as { readonly code?: unknown; readonly originalCode?: unknown }
  return [code, originalCode].map((one) => (typeof one === 'string' ? one : ''))
}

const reasonOf = (error: unknown): MailRefusal['reason'] => {
  const [code = '', originalCode = ''] = codesOf(error)
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'smtp-login'
  if (code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'EPROTOCOL') return 'smtp-refused'
  if (code === 'ETLS' || code === 'EREQUIRETLS' || /CERT|TLS|SSL|VERIFY/.test(originalCode)) return 'smtp-tls'
  return 'smtp-unreachable'
}

export const createMailer = (settings: MailSettings): Mailer => {
  const { hostname, port, usesTls, timeoutMs, login, sender, replyTo, ca } = settings
  const transport = createTransport({
    host: hostname,
    port,
    secure: usesTls && port === IMPLICIT_TLS_PORT,
    requireTLS: usesTls,
    ignoreTLS: !usesTls,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A message is text: nothing in it makes this process open files or URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ recipients, subject, html, text }) {
      try {
        const { rejected } = await transport.sendMail({
          from: sender,
          replyTo,
          to: [...recipients],
          subject,
          html,
          ...(text === undefined ? {} : { text }),
        })
        return ok({ refusedRecipients: rejected.length })
      } catch (error) {
        return refuse({ reason: reasonOf(error) })
      }
    },
  }
}
