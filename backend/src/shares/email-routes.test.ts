import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailer, createSendLetter } from '../emails/index.ts'
import { createTestSmtp, SMTP_LOGIN, type TestSmtp } from '../emails/stand-in-smtp.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

describe('sending a link by e-mail', () => {
  let smtp: TestSmtp
  let t: TestApp
  beforeEach(async () => {
    smtp = await createTestSmtp()
    const mailer = createMailer({
      hostname: 'localhost',
      port: smtp.port,
      ca: smtp.ca,
      usesTls: true,
      timeoutMs: 5_000,
      login: SMTP_LOGIN,
      sender: 'Hospital <info@example.org>',
      replyTo: 'info@example.org',
    })
    const sendLetter = createSendLetter({ mailer, allowedDomains: ['example.org'], hourlyLimit: 3 })
    const plain = await createTestApp()
    t = await createTestApp({ sendLetter, policy: { ...plain.policy, notify: true } })
    await plain.close()
  })
  afterEach(async () => {
    await t.close()
    await smtp.close()
  })

  const email = (shareId: string, body: unknown, token: string | undefined = 'doctor') =>
    t.send('POST', `/share/api/shares/${shareId}/email`, body, token)
  const to = ['ann@example.org']
  const open = (code: string) => t.guest('open', { code, openId: crypto.randomUUID() })
  /** Quoted-printable (RFC 2045 §6.7) undone, as far as these letters need it. */
  const textOf = (index: number) =>
    (smtp.received[index]?.text ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')

  test('sends the link and the words, never the PIN, and tells the history so', async () => {
    const { code, share } = await t.share({ pin: '004273519640', note: 'only for the guest' })
    const response = await email(share.shareId, { to, message: 'Dear Ann, <b>see you</b>' })
    expect(response.status).toBe(204)
    expect(smtp.received).toMatchObject([{ recipients: to, encrypted: true }])
    const text = textOf(0)
    expect(text).toContain(`https://pacs.example.org/share/s#${code}`)
    expect(text).toContain('&lt;b&gt;see you&lt;/b&gt;')
    expect(text).not.toMatch(/004273519640|only for the guest|Example\^Ada/)
    const events = await t.send('GET', `/share/api/shares/${share.shareId}/events`, undefined, 'doctor')
    expect(await events.json()).toMatchObject({ events: [{ kind: 'emailed', actor: 'Dora Doctor' }, {}] })
    expect(t.logLines.join('')).not.toMatch(/ann@|see you|s#/)
  })

  test.each([
    ['nobody’s token', 'foreign', { to }, 401, 'not-signed-in'],
    ['somebody else', 'colleague', { to }, 404, 'not-found'],
    ['a foreign domain', 'doctor', { to: ['ann@elsewhere.org'] }, 422, 'recipient-not-allowed'],
    ['no address', 'doctor', { to: ['ann'] }, 400, 'invalid-request'],
    [
      'an address with a line break',
      'doctor',
      { to: ['ann@example.org\r\nBcc: x@example.org'] },
      400,
      'invalid-request',
    ],
    ['nobody to write to', 'doctor', { to: [] }, 400, 'invalid-request'],
    ['a letter with a PIN', 'doctor', { to, pin: '004273519640' }, 400, 'invalid-request'],
    ['a mailbox that is not there', 'doctor', { to: ['unknown@example.org'] }, 503, 'email-unavailable'],
    [
      'more than the hour permits',
      'doctor',
      { to: Array(4).fill('ann@example.org') },
      429,
      'too-many-requests',
    ],
  ])('refuses %s and sends nothing', async (_title, token, body, status, code) => {
    const { share } = await t.share()
    const response = await email(share.shareId, body, token)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code })
    expect(smtp.received).toEqual([])
  })

  test('sends nothing for an owner who may no longer share; they still copy what they have seen', async () => {
    const { share } = await t.share()
    const response = await email(share.shareId, { to }, 'doctorAsReader')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'may-not-share' })
    expect(smtp.received).toEqual([])
    const link = await t.send('GET', `/share/api/shares/${share.shareId}/link`, undefined, 'doctorAsReader')
    expect(link.status).toBe(200)
  })

  test('sends no dead link', async () => {
    const { share } = await t.share()
    await t.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
    expect(await (await email(share.shareId, { to })).json()).toMatchObject({ code: 'link-revoked' })
  })

  test('says so where there is no e-mail at all', async () => {
    const without = await createTestApp()
    const { share } = await without.share()
    const response = await without.send('POST', `/share/api/shares/${share.shareId}/email`, { to }, 'doctor')
    expect(await response.json()).toMatchObject({ code: 'email-unavailable' })
    await without.close()
  })

  test('tells the owner of the first opening, or of every one, as they wished', async () => {
    const arrived = (count: number) => expect.poll(() => smtp.received.length).toBe(count)
    const [first, never] = [await t.share({ notify: 'first' }), await t.share()]
    await open(never.code)
    await open(first.code)
    await arrived(1)
    expect(smtp.received[0]?.recipients).toEqual(['dora@example.org'])
    await open(first.code)
    const every = await t.share({ notify: 'every' })
    await open(every.code)
    await arrived(2)
    await open(every.code)
    await arrived(3)
    expect(textOf(2)).toContain('https://pacs.example.org/share/')
    expect(textOf(2)).not.toContain(every.code)
  })

  test('lets guests who open often take nothing from what the owner may send', async () => {
    const { code, share } = await t.share({ notify: 'every' })
    for (let i = 0; i < 4; i++) await open(code)
    await expect.poll(() => smtp.received.length).toBe(3)
    expect((await email(share.shareId, { to })).status).toBe(204)
  })

  test('tells the owner in the language in which they asked for it, else in the house’s', async () => {
    const german = await t.share({ notify: 'every', notifyLanguage: 'de-CH' })
    await open(german.code)
    await expect.poll(() => smtp.received.length).toBe(1)
    expect(textOf(0)).toContain('15. Januar 2026 um 13:00 MEZ')
    expect(textOf(0)).toContain('Aufrufe bisher: 1')

    const change = (body: unknown, who: string) =>
      t.send('PATCH', `/share/api/shares/${german.share.shareId}`, body, who)
    // An administrator's language is not the owner's.
    await change({ notify: 'first', notifyLanguage: 'fr' }, 'admin')
    expect(await t.store.getShare(german.share.shareId)).toMatchObject({ ownerLanguage: 'de-CH' })
    await change({ notify: 'every', notifyLanguage: 'it' }, 'doctor')
    expect(await t.store.getShare(german.share.shareId)).toMatchObject({ ownerLanguage: 'it' })
    await change({ notify: 'never', notifyLanguage: 'it' }, 'doctor')
    expect(await t.store.getShare(german.share.shareId)).toMatchObject({ ownerLanguage: null })

    const english = await t.share({ notify: 'every' })
    await open(english.code)
    await expect.poll(() => smtp.received.length).toBe(2)
    expect(textOf(1)).toContain('Openings so far: 1')
  })

  test('refuses notices to an owner who has no verified address', async () => {
    t.studies.add('1.2.3')
    const body = { studies: [{ studyInstanceUID: '1.2.3' }], notify: 'every' }
    const response = await t.send('POST', '/share/api/shares', body, 'colleague')
    expect(await response.json()).toMatchObject({ code: 'invalid-request', field: 'notify' })
  })
})
