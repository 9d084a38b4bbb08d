import { once } from 'node:events'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A mail server that delivers into a folder, where the tests' processes read it. */
export interface Mailbox {
  /** How the backend is told to send to it. */
  readonly backendSettings: Readonly<Record<string, string>>
  stop(): Promise<void>
}

interface StoredMail {
  readonly recipients: readonly string[]
  readonly text: string
}

export async function startMailbox(folder: string): Promise<Mailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let count = 0
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address)
      count += 1
      void store(join(folder, `${count}.json`), recipients, stream, callback)
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    backendSettings: {
      ENABLE_EMAILS: 'true',
      EMAILS_SMTP_SERVER_HOSTNAME: '127.0.0.1',
      EMAILS_SMTP_SERVER_PORT: String((listening.address() as AddressInfo).port),
      EMAILS_SMTP_SERVER_USES_TLS: 'false',
      EMAILS_SENDER_ADDRESS: 'studylink@hospital.example',
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Whoever lists the folder sees whole mails only. */
const store = async (
  file: string,
  recipients: readonly string[],
  stream: NodeJS.ReadableStream,
  done: (error?: Error) => void,
) => {
  try {
    const mail: StoredMail = { recipients, text: await text(stream) }
    await writeFile(`${file}.part`, JSON.stringify(mail))
    await rename(`${file}.part`, file)
    done()
  } catch (error) {
    done(error as Error)
  }
}

/** What has arrived for this address, oldest first. */
export async function mailsTo(folder: string, address: string): Promise<Email[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const mails = await Promise.all(
    names
      .toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
      .map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as StoredMail),
  )
  return Promise.all(
    mails
      .filter(({ recipients }) => recipients.includes(address))
      .map(({ text: mail }) => PostalMime.parse(mail)),
  )
}
