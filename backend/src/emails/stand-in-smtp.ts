import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export const SMTP_LOGIN = { user: 'studylink', password: 'smtp-password-of-the-tests' } as const

export interface ReceivedMail {
  readonly from: string
  readonly recipients: readonly string[]
  readonly encrypted: boolean
  readonly text: string
}

/** A real SMTP server for one test, which asks for a login and keeps what it gets. `ca` is its certificate. */
export const createTestSmtp = async (options: SMTPServerOptions = {}) => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    key,
    cert,
    onAuth: ({ username, password }, _session, callback) =>
      username === SMTP_LOGIN.user && password === SMTP_LOGIN.password
        ? callback(null, { user: username })
        : callback(new Error('wrong')),
    onRcptTo: ({ address }, _session, callback) =>
      callback(address.startsWith('unknown') ? new Error('no such mailbox') : null),
    onData(stream, session, callback) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          recipients: rcptTo.map(({ address }) => address),
          encrypted: session.secure,
          text,
        })
        callback()
      })
    },
    ...options,
  })
  // A client that goes away in the middle is one of the tests.
  server.on('error', () => undefined)
  const listening = server.listen(0, 'localhost')
  await once(listening, 'listening')
  return {
    received,
    ca: cert,
    port: (listening.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
export type TestSmtp = Awaited<ReturnType<typeof createTestSmtp>>
