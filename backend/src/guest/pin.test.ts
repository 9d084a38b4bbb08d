import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GuestOpenResponse, GuestPreviewResponse, type Problem, Share } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

const openId = () => crypto.randomUUID()

describe('a link with a PIN', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const open = async (code: string, pin?: string, id = openId()) => {
    const response = await t.guest('open', { code, openId: id, ...(pin === undefined ? {} : { pin }) })
    return { status: response.status, body: (await response.json()) as Problem & GuestOpenResponse }
  }
  const stored = (shareId: string) => t.store.getShare(shareId)

  test('is asked for before anything is said, and shows the note only afterwards', async () => {
    const { code, share } = await t.share({ pin: '004273519640', note: 'Please bring your card.' })
    expect(share).toMatchObject({ pinKind: 'digits', remainingPinTries: 10 })
    expect(JSON.stringify(share)).not.toContain('004273519640')
    const preview = GuestPreviewResponse.parse(await (await t.guest('preview', { code })).json())
    expect(preview).toMatchObject({ pinRequired: true, pinKind: 'digits', note: null })
    expect(await open(code)).toMatchObject({
      status: 401,
      body: { code: 'pin-required', remainingTries: 10 },
    })
    expect(await open(code, '0043')).toMatchObject({
      status: 401,
      body: { code: 'pin-wrong', remainingTries: 9 },
    })
    expect(await open(code, ' 004273519640 ')).toMatchObject({
      status: 200,
      body: { note: 'Please bring your card.' },
    })
    expect(await stored(share.shareId)).toMatchObject({ openings: 1, pin: { wrongTries: 1 } })
    expect(t.logLines.join('')).not.toMatch(/004[23]|bring your card/)
  })

  test('says which keyboard a passphrase needs', async () => {
    const { code } = await t.share({ pin: 'blue 4 horses' })
    expect(await (await t.guest('preview', { code })).json()).toMatchObject({ pinKind: 'passphrase' })
    expect((await open(code, 'Blue 4 horses')).status).toBe(401)
    expect((await open(code, 'blue 4 horses')).status).toBe(200)
  })

  test('is told the note at once when there is no PIN', async () => {
    const { code } = await t.share({ note: 'Hello' })
    expect(await (await t.guest('preview', { code })).json()).toMatchObject({ note: 'Hello' })
  })

  test('locks after ten wrong ones in its life, however many right ones came between', async () => {
    const { code, share } = await t.share({ pin: '0042' })
    for (let wrong = 1; wrong <= 9; wrong++) {
      expect(await open(code, '9999')).toMatchObject({
        body: { code: 'pin-wrong', remainingTries: 10 - wrong },
      })
      expect((await open(code, '0042')).status).toBe(200)
    }
    expect(await open(code, '9999')).toMatchObject({ body: { code: 'pin-wrong', remainingTries: 0 } })
    expect(await open(code, '0042')).toMatchObject({ status: 423, body: { code: 'link-locked' } })
    expect(await (await t.guest('preview', { code })).json()).toMatchObject({ code: 'link-locked' })
    expect(
      await (await t.send('GET', `/share/api/shares/${share.shareId}`, undefined, 'doctor')).json(),
    ).toMatchObject({ state: 'locked', remainingPinTries: 0, openings: 9 })
  })

  test('lets a running session go on when it locks', async () => {
    const { code } = await t.share({ pin: '0042' })
    const { body } = await open(code, '0042')
    const token = body.viewerUrl.slice(body.viewerUrl.indexOf('#token=') + 7)
    for (let i = 0; i < 10; i++) await open(code, '9999')
    expect((await open(code, '0042')).status).toBe(423)
    expect(await t.resourceTokens.verify(token)).toMatchObject({ ok: true })
  })

  test('bears ten wrong tries and no more when they all come at once', async () => {
    const { code, share } = await t.share({ pin: '0042' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(code, '9999')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 423 || status === 429)).toHaveLength(10)
    expect(await stored(share.shareId)).toMatchObject({ openings: 0, pin: { wrongTries: 10 } })
  })

  test('never locks out those who all know it at once', async () => {
    const { code, share } = await t.share({ pin: '0042' })
    const answers = await Promise.all(Array.from({ length: 15 }, () => open(code, '0042')))
    expect(answers.map(({ status }) => status)).toEqual(Array(15).fill(200))
    expect(await stored(share.shareId)).toMatchObject({ openings: 15, pin: { wrongTries: 0 } })
  })

  test('costs no try when too many are waiting to be compared', async () => {
    const { code, share } = await t.share({ pin: '0042' })
    const answers = await Promise.all(Array.from({ length: 60 }, () => open(code, '0042')))
    const busy = answers.filter(({ status }) => status === 429)
    expect(busy.length).toBeGreaterThan(0)
    expect(busy[0]?.body).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 5 })
    expect(await stored(share.shareId)).toMatchObject({ pin: { wrongTries: 0 } })
  })

  test.each([
    ['off', { pin: '0042' }],
    ['required', {}],
  ] as const)('is as the policy «%s» wants it', async (pin, body) => {
    const strict = await createTestApp({ policy: { ...t.policy, pin } })
    strict.studies.add('1.2.3')
    const studies = [{ studyInstanceUID: '1.2.3' }]
    const response = await strict.send('POST', '/share/api/shares', { studies, ...body }, 'doctor')
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'pin-policy', field: 'pin' })
    await strict.close()
  })

  test.each(['123', '1234567890123', 'short', 'a'.repeat(65), ' 1234', '12 34'])(
    'cannot be «%s»',
    async (pin) => {
      t.studies.add('1.2.3')
      const body = { studies: [{ studyInstanceUID: '1.2.3' }], pin }
      const response = await t.send('POST', '/share/api/shares', body, 'doctor')
      const text = await response.text()
      expect(JSON.parse(text)).toMatchObject({ code: 'invalid-request', field: 'pin' })
      expect(text).not.toContain(pin)
    },
  )
})

describe('a link with a maximum of openings', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  test('opens no more often, however many open it at once', async () => {
    const { code, share } = await t.share({ maxOpens: 3 })
    const responses = await Promise.all(
      Array.from({ length: 12 }, () => t.guest('open', { code, openId: openId() })),
    )
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(responses.filter(({ status }) => status === 410)).toHaveLength(9)
    const seen = await t.send('GET', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
    expect(Share.parse(await seen.json())).toMatchObject({ state: 'exhausted', openings: 3, maxOpens: 3 })
  })

  test('that is used up still leads the browser back whose opening goes on, and it alone', async () => {
    const { code } = await t.share({ maxOpens: 1 })
    const mine = openId()
    const { viewerUrl } = GuestOpenResponse.parse(
      await (await t.guest('open', { code, openId: mine })).json(),
    )
    for (const other of [{}, { openId: openId() }])
      expect(await (await t.guest('preview', { code, ...other })).json()).toMatchObject({
        code: 'link-exhausted',
      })
    expect((await t.guest('preview', { code, openId: mine })).status).toBe(200)
    const again = await t.guest('open', { code, openId: mine })
    expect(GuestOpenResponse.parse(await again.json()).viewerUrl.split('#')[0]).toBe(viewerUrl.split('#')[0])
    t.advanceSeconds(4 * 3600)
    expect(await (await t.guest('preview', { code, openId: mine })).json()).toMatchObject({
      code: 'link-exhausted',
    })
  })

  test('is refused beyond the policy', async () => {
    const strict = await createTestApp({ policy: { ...t.policy, maxOpens: { default: 2, max: 5 } } })
    strict.studies.add('1.2.3')
    const post = (body: object) =>
      strict.send(
        'POST',
        '/share/api/shares',
        { studies: [{ studyInstanceUID: '1.2.3' }], ...body },
        'doctor',
      )
    expect(await (await post({})).json()).toMatchObject({ share: { maxOpens: 2 } })
    for (const maxOpens of [6, null])
      expect(await (await post({ maxOpens })).json()).toMatchObject({
        code: 'max-opens-beyond-policy',
        field: 'maxOpens',
      })
    await strict.close()
  })
})

describe('a link that allows downloading', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  test('gives the address of each study’s archive, good for five minutes', async () => {
    const { code, study } = await t.share({ allowDownload: true })
    const opened = GuestOpenResponse.parse(await (await t.guest('open', { code, openId: openId() })).json())
    const [url = ''] = opened.downloadUrls
    expect(opened.downloadUrls).toHaveLength(1)
    const root = `https://pacs.example.org/orthanc/studies/${study.orthancId}/archive?token=`
    expect(url.startsWith(`${root}sld_`)).toBe(true)
    const token = url.slice(root.length)
    expect(await t.resourceTokens.verify(token)).toMatchObject({
      ok: true,
      value: { download: true, endsAtMs: t.clock() + 300_000 },
    })
    t.advanceSeconds(300)
    expect(await t.resourceTokens.verify(token)).toMatchObject({ ok: false, refusal: { reason: 'expired' } })
  })

  test('is not made by others', async () => {
    const { code } = await t.share()
    expect(await (await t.guest('open', { code, openId: openId() })).json()).toMatchObject({
      downloadUrls: [],
    })
  })
})

test('a link that never ends is made only where the policy says so', async () => {
  const t = await createTestApp()
  const refused = await t.send(
    'POST',
    '/share/api/shares',
    { studies: [{ studyInstanceUID: t.studies.add('1.2.3').studyInstanceUID }], expiresAt: null },
    'doctor',
  )
  expect(await refused.json()).toMatchObject({ code: 'expiry-beyond-policy', field: 'expiresAt' })
  const lenient = await createTestApp({ policy: { ...t.policy, neverEnding: true } })
  const { code, share } = await lenient.share({ expiresAt: null })
  expect(share.expiresAt).toBeNull()
  lenient.advanceSeconds(100 * 365 * 86_400)
  expect(await (await lenient.guest('preview', { code })).json()).toMatchObject({ expiresAt: null })
  const opened = await lenient.guest('open', { code, openId: openId() })
  expect(await opened.json()).toMatchObject({
    expiresAt: new Date(lenient.clock() + 4 * 3_600_000).toISOString(),
  })
  await Promise.all([t.close(), lenient.close()])
})
