import { ConfigError } from './config-error.ts'
import type { VariableName, Variables } from './variables.ts'

export interface EmailSettings {
  readonly templatesRoot: string
  readonly hostname: string
  readonly port: number
  readonly usesTls: boolean
  readonly timeoutMs: number
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly sender: string
  readonly replyTo: string
  readonly allowedDomains: readonly string[]
  readonly hourlyLimit: number
}

/**
 * How e-mails are sent; undefined: not at all (ENABLE_EMAILS).
 * @throws ConfigError when they are wanted and the server or the sender is not named
 */
export const emailSettingsOf = (variables: Variables): EmailSettings | undefined => {
  if (!variables.ENABLE_EMAILS) return undefined
  const needed = <Name extends VariableName>(name: Name): NonNullable<Variables[Name]> => {
    const value = variables[name]
    if (value === undefined || value === null)
      throw new ConfigError([[name, 'is missing: ENABLE_EMAILS needs it']])
    return value
  }
  const sender = needed('EMAILS_SENDER_ADDRESS')
  const user = variables.EMAILS_SMTP_SERVER_USER_NAME
  return {
    templatesRoot: variables.EMAILS_TEMPLATES_ROOT,
    hostname: needed('EMAILS_SMTP_SERVER_HOSTNAME'),
    port: needed('EMAILS_SMTP_SERVER_PORT'),
    usesTls: variables.EMAILS_SMTP_SERVER_USES_TLS,
    timeoutMs: variables.EMAILS_SMTP_SERVER_TIMEOUT * 1000,
    login: user === undefined ? undefined : { user, password: needed('EMAILS_SMTP_SERVER_PWD') },
    sender,
    replyTo: variables.EMAILS_REPLY_TO ?? sender,
    allowedDomains: variables.EMAILS_ALLOWED_DOMAINS.map((domain) => domain.toLowerCase()),
    hourlyLimit: variables.EMAILS_HOURLY_LIMIT,
  }
}
