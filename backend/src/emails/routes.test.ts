import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createInnerAuth } from '../http/inner-auth.ts'
import { createLogger } from '../observability/logger.ts'
import { createRequestLog } from '../observability/request-log.ts'
import { createEmailRoutes, createEmailTemplates, createMailer, type MailSettings } from './index.ts'
import { createTestSmtp, SMTP_LOGIN, type TestSmtp } from './stand-in-smtp.ts'

const AUTHORIZATION = `Basic ${Buffer.from('orthanc:inner password').toString('base64')}`
const PATIENT = 'Zacharias^Quintessa'
const mail = (changes: Readonly<Record<string, unknown>> = {}) => ({
  'destination-email': 'doctor@example.org',
  'email-title': 'A study for you',
  'email-content': `<p>Study of ${PATIENT}</p>`,
  'layout-template': 'layout',
  ...changes,
})

describe('the e-mails', () => {
  let root: string
  let running: TestSmtp | undefined
  let logLines: string[]
  beforeEach(() => {
    logLines = []
    root = mkdtempSync(join(tmpdir(), 'studylink-emails-'))
    mkdirSync(join(root, 'templates', 'sub.html'), { recursive: true })
    writeFileSync(join(root, 'secret.html'), 'outside')
    writeFileSync(
      join(root, 'templates', 'layout.html'),
      '<h1>Hospital</h1>{email-content}<i>{email-content}</i>',
    )
    writeFileSync(join(root, 'templates', 'content.html'), '<p>Für {PatientName}</p>')
    writeFileSync(join(root, 'templates', 'notes.txt'), 'no template')
  })
  afterEach(async () => {
    await running?.close()
    running = undefined
    rmSync(root, { recursive: true })
  })

  const serviceWith = (
    settings: Partial<MailSettings> & Pick<MailSettings, 'port'>,
    { allowedDomains = [] as readonly string[], hourlyLimit = 100 } = {},
  ) => {
    const mailer = createMailer({
      hostname: 'localhost',
      usesTls: true,
      timeoutMs: 5_000,
      login: SMTP_LOGIN,
      sender: 'My Hospital <info@example.org>',
      replyTo: 'Radiology <radiology@example.org>',
      ...settings,
    })
    const templates = createEmailTemplates(join(root, 'templates'))
    const innerAuth = createInnerAuth({ orthanc: 'inner password' })
    const app = new Hono()
      .use(createRequestLog(createLogger('debug', { write: (line) => void logLines.push(line) })))
      .route('/', createEmailRoutes({ innerAuth, templates, mailer, allowedDomains, hourlyLimit }))
    return async (method: string, path: string, body?: unknown, authorization = AUTHORIZATION) => {
      const response = await app.request(path, {
        method,
        headers: { Authorization: authorization, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = response.headers.get('Content-Type')?.includes('json') === true
      return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text }
    }
  }
  /** A service beside an SMTP server of its own. */
  const start = async (
    settings: Partial<MailSettings> = {},
    limits: Parameters<typeof serviceWith>[1] = {},
    smtpOptions: SMTPServerOptions = {},
  ) => {
    const smtp = await createTestSmtp(smtpOptions)
    running = smtp
    return { smtp, call: serviceWith({ port: smtp.port, ca: smtp.ca, ...settings }, limits) }
  }
  const failure = (details: unknown = expect.any(String)) => ({
    status: 400,
    body: { success: false, details },
  })

  test('are none when their folder is not there', async () => {
    rmSync(join(root, 'templates'), { recursive: true })
    const call = serviceWith({ port: 9 })
    expect(await call('GET', '/emails/templates')).toMatchObject({ status: 200, body: [] })
    expect((await call('GET', '/emails/templates/content')).status).toBe(404)
  })

  test('list and give the templates of their folder, and nothing outside it', async () => {
    const call = serviceWith({ port: 9 })
    expect((await call('GET', '/emails/templates')).body).toEqual(['content', 'layout'])
    expect(await call('GET', '/emails/templates/content')).toEqual({
      status: 200,
      body: '<p>Für {PatientName}</p>',
    })
    for (const name of [
      '..%2Fsecret',
      '%2e%2e%2fsecret',
      'sub',
      'notes.txt',
      'content%00',
      'content.html',
      '..',
    ])
      expect((await call('GET', `/emails/templates/${name}`)).status).toBe(404)
  })

  test('are behind the inner authentication', async () => {
    const call = serviceWith({ port: 9 })
    for (const [method, path] of [
      ['GET', '/emails/templates'],
      ['GET', '/emails/templates/content'],
      ['POST', '/emails/send'],
    ] as const)
      expect((await call(method, path, method === 'POST' ? mail() : undefined, 'Basic x')).status).toBe(401)
  })

  test('arrive encrypted, in their layout, at each of several recipients', async () => {
    const { smtp, call } = await start()
    const sent = await call(
      'POST',
      '/emails/send',
      mail({ 'destination-email': 'a@example.org; b@example.org,c@example.net d@example.org' }),
    )
    expect(sent).toEqual({ status: 200, body: { success: true, details: null } })
    expect(smtp.received).toHaveLength(1)
    expect(smtp.received[0]).toMatchObject({
      from: 'info@example.org',
      recipients: ['a@example.org', 'b@example.org', 'c@example.net', 'd@example.org'],
      encrypted: true,
    })
    const text = smtp.received[0]?.text ?? ''
    expect(text).toContain('Subject: A study for you')
    expect(text).toContain('Reply-To: Radiology <radiology@example.org>')
    expect(text).toContain(`<h1>Hospital</h1><p>Study of ${PATIENT}</p>`)
  })

  test('go without a layout when none is named, and take the content literally', async () => {
    const { smtp, call } = await start()
    const content = "<p>$& $' cost</p>"
    for (const layout of [null, '', undefined, 'layout'])
      await call('POST', '/emails/send', mail({ 'layout-template': layout, 'email-content': content }))
    expect(smtp.received.map(({ text }) => text.includes("<p>$&amp; $' cost</p>"))).toEqual(
      Array.from({ length: 4 }, () => true),
    )
    expect(smtp.received.map(({ text }) => text.includes('Hospital</h1>'))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  test('lose scripts, forms, frames, handlers and foreign addresses, and keep text, links and simple styles', async () => {
    const { smtp, call } = await start()
    const content = [
      '<p style="color: #333; background: url(https://evil.example/x)">Hello</p>',
      '<script>alert(1)</script><iframe src="https://evil.example"></iframe>',
      '<form action="https://evil.example"><input name="password"></form>',
      '<a href="javascript:alert(1)" onclick="alert(1)">one</a>',
      '<a href="https://pacs.example.org/share/s#x">two</a><svg onload="alert(1)"></svg>',
    ].join('')
    await call('POST', '/emails/send', mail({ 'email-content': content }))
    const text = (smtp.received[0]?.text ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
    for (const word of ['script', 'iframe', 'form', 'input', 'onclick', 'onload', 'evil.example'])
      expect(text).not.toContain(word)
    expect(text).toContain('<p style="color:#333">Hello</p>')
    expect(text).toContain('<a href="https://pacs.example.org/share/s#x">two</a>')
  })

  test.each([
    ['no body', 'not json'],
    ['a missing field', { 'email-title': 'x' }],
    ['a wrong type', mail({ 'email-title': 7 })],
    ['a title of two lines', mail({ 'email-title': 'x\r\nBcc: everybody@example.org' })],
    ['no recipient', mail({ 'destination-email': ' ;, ' })],
    ['a malformed recipient', mail({ 'destination-email': 'doctor@example.org, nobody' })],
    ['a recipient in disguise', mail({ 'destination-email': 'a@example.org\nBcc:b@example.org' })],
    ['too many recipients', mail({ 'destination-email': Array(21).fill('a@example.org').join() })],
    ['an unknown layout', mail({ 'layout-template': '../secret' })],
  ])('are refused in the shape of an answer: %s', async (_name, body) => {
    const { smtp, call } = await start()
    expect(await call('POST', '/emails/send', body)).toEqual(failure())
    expect(smtp.received).toEqual([])
  })

  test('go only to the domains that are allowed', async () => {
    const { smtp, call } = await start({}, { allowedDomains: ['example.org'] })
    const to = (address: string) => call('POST', '/emails/send', mail({ 'destination-email': address }))
    expect((await to('a@EXAMPLE.org')).status).toBe(200)
    for (const address of [
      'a@example.com',
      'a@sub.example.org',
      'a@notexample.org',
      'b@example.org,a@example.com',
    ])
      expect(await to(address)).toEqual(failure(expect.stringContaining('domains')))
    expect(smtp.received).toHaveLength(1)
  })

  test('are limited within an hour, each recipient counting', async () => {
    const { smtp, call } = await start({}, { hourlyLimit: 3 })
    const to = (address: string) => call('POST', '/emails/send', mail({ 'destination-email': address }))
    expect((await to('a@example.org,b@example.org')).status).toBe(200)
    expect((await to('a@example.org')).status).toBe(200)
    expect(await to('a@example.org')).toEqual(failure(expect.stringContaining('hour')))
    expect(smtp.received).toHaveLength(2)
  })

  test('tell how many recipients the server refused, and fail when it refuses all', async () => {
    const { call } = await start()
    const to = (address: string) => call('POST', '/emails/send', mail({ 'destination-email': address }))
    expect(await to('a@example.org,unknown@example.org')).toEqual({
      status: 200,
      body: { success: true, details: 'The mail server refused 1 of the recipients.' },
    })
    expect(await to('unknown@example.org')).toEqual(failure('The mail server refused the message.'))
  })

  test('tell a wrong password, a foreign certificate, a server without TLS and one that is not there', async () => {
    const wrong = await start({ login: { user: 'studylink', password: 'wrong' } })
    expect(await wrong.call('POST', '/emails/send', mail())).toEqual(
      failure(expect.stringContaining('password')),
    )
    const foreign = serviceWith({ port: wrong.smtp.port })
    expect(await foreign('POST', '/emails/send', mail())).toEqual(failure(expect.stringContaining('prove')))
    await wrong.smtp.close()
    const none = await start({}, {}, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    expect(await none.call('POST', '/emails/send', mail())).toEqual(
      failure(expect.stringContaining('encrypt')),
    )
    expect(none.smtp.received).toEqual([])
    const gone = serviceWith({ port: 9 })
    expect(await gone('POST', '/emails/send', mail())).toEqual(failure(expect.stringContaining('answer')))
  })

  test('can go in the clear when the configuration says so', async () => {
    const { smtp, call } = await start({ usesTls: false }, {}, { allowInsecureAuth: true })
    expect((await call('POST', '/emails/send', mail())).status).toBe(200)
    expect(smtp.received[0]?.encrypted).toBe(false)
  })

  test('do not wait for a server that says nothing', async () => {
    const silent = createServer().listen(0, 'localhost')
    await once(silent, 'listening')
    const call = serviceWith({ port: (silent.address() as AddressInfo).port, timeoutMs: 100 })
    expect(await call('POST', '/emails/send', mail())).toEqual(failure(expect.stringContaining('answer')))
    silent.close()
  })

  test('leave no patient, address, subject or password in the log', async () => {
    const { call } = await start()
    await call('POST', '/emails/send', mail())
    await call('POST', '/emails/send', mail({ 'destination-email': 'unknown@example.org' }))
    await call('POST', '/emails/send', mail({ 'layout-template': PATIENT }))
    const log = logLines.join('')
    expect(log).toContain('"outcome":"email-sent"')
    expect(log).toContain('"reason":"smtp-refused"')
    for (const word of [PATIENT, 'Quintessa', 'doctor@', 'unknown@', 'A study for you', SMTP_LOGIN.password])
      expect(log).not.toContain(word)
  })
})
