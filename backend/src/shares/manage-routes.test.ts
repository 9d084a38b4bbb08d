import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ListEventsResponse, ListSharesResponse, Share, ShareLinkResponse } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'
import { formatCursor } from './cursors.ts'

const openId = () => crypto.randomUUID()

describe('ruling a share', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const call = (method: string, path: string, body?: unknown, token = 'doctor') =>
    t.send(method, `/share/api/shares${path}`, body, token)
  const json = async (response: Response | Promise<Response>) => (await (await response).json()) as unknown
  const patch = (shareId: string, body: unknown, token?: string) => call('PATCH', `/${shareId}`, body, token)
  const listOf = async (query: string, token?: string) =>
    ListSharesResponse.parse(await json(call('GET', query, undefined, token)))
  const idsOf = async (query: string, token?: string) =>
    (await listOf(query, token)).shares.map(({ shareId }) => shareId)
  const eventsOf = async (shareId: string) =>
    ListEventsResponse.parse(await json(call('GET', `/${shareId}/events`))).events
  const runningToken = async (code: string, pin?: string) => {
    const { viewerUrl } = (await json(
      t.guest('open', { code, openId: openId(), ...(pin === undefined ? {} : { pin }) }),
    )) as { viewerUrl: string }
    return viewerUrl.slice(viewerUrl.indexOf('#token=') + 7)
  }

  test.each([
    ['a sooner end', {}, { expiresInSeconds: 60 }, 'revoked'],
    ['downloading withdrawn', { allowDownload: true }, { allowDownload: false }, 'revoked'],
    ['a PIN set', {}, { pin: '004273519640' }, 'revoked'],
    ['a PIN changed', { pin: '0041' }, { pin: '004273519640' }, 'revoked'],
    ['a later end', {}, { expiresInSeconds: 80 * 86_400 }, 'granted'],
    ['a PIN removed', { pin: '0041' }, { pin: null }, 'granted'],
    ['downloading allowed', {}, { allowDownload: true }, 'granted'],
    ['fewer openings', { maxOpens: 9 }, { maxOpens: 1 }, 'granted'],
    ['a recipient, a note, a viewer', {}, { recipient: 'Ann', note: 'Hi', viewer: 'ohif' }, 'granted'],
    ['nothing new', { note: 'Hi' }, { note: 'Hi', allowDownload: false, pin: null }, 'granted'],
  ])(
    'by %s refuses tokens that are out only when it takes something away',
    async (_title, made, change, after) => {
      const { code, share } = await t.share(made)
      const token = await runningToken(code, (made as { pin?: string }).pin)
      expect((await patch(share.shareId, change)).status).toBe(200)
      const verified = await t.resourceTokens.verify(token)
      expect(verified.ok ? 'granted' : verified.refusal.reason).toBe(after)
    },
  )

  test('tells the history what changed, without the values of PIN, recipient and note', async () => {
    const { share } = await t.share()
    const change = {
      maxOpens: 3,
      pin: '004273519640',
      recipient: 'Ann Other',
      note: 'secret words',
      allowDownload: true,
    }
    const changed = Share.parse(await json(patch(share.shareId, change)))
    expect(changed).toMatchObject({
      maxOpens: 3,
      pinKind: 'digits',
      recipient: 'Ann Other',
      note: 'secret words',
    })
    const [event] = await eventsOf(share.shareId)
    expect(event).toMatchObject({ kind: 'changed', actor: 'Dora Doctor', network: null })
    expect(event?.changes).toEqual([
      { field: 'maxOpens', from: null, to: '3' },
      { field: 'allowDownload', from: 'false', to: 'true' },
      { field: 'pin' },
      { field: 'recipient' },
      { field: 'note' },
    ])
    await patch(share.shareId, change)
    expect((await eventsOf(share.shareId)).filter(({ kind }) => kind === 'changed')).toHaveLength(2)
    expect(t.logLines.join('')).not.toMatch(/004273519640|Ann Other|secret words/)
  })

  test.each([
    ['an end beyond the policy', { expiresInSeconds: 90 * 86_400 + 1 }, 422, 'expiry-beyond-policy'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 400, 'invalid-request'],
    ['no end', { expiresAt: null }, 422, 'expiry-beyond-policy'],
    ['two ends', { expiresAt: null, expiresInSeconds: 60 }, 400, 'invalid-request'],
    ['an unknown viewer', { viewer: 'nope' }, 400, 'invalid-request'],
    ['a short PIN', { pin: '12' }, 400, 'invalid-request'],
    ['notices that cannot be sent', { notify: 'every' }, 400, 'invalid-request'],
    ['other studies', { studies: [] }, 400, 'invalid-request'],
    ['an unknown field', { maximum: 1 }, 400, 'invalid-request'],
  ])('refuses %s and changes nothing', async (_title, body, status, code) => {
    const { share } = await t.share()
    const response = await patch(share.shareId, body)
    expect(response.status).toBe(status)
    expect(await json(response)).toMatchObject({ code })
    expect(await json(call('GET', `/${share.shareId}`))).toEqual(share)
  })

  test('revives an expired link by a later end, and a revoked one by nothing', async () => {
    const { code, share } = await t.share({ expiresInSeconds: 60 })
    t.advanceSeconds(61)
    expect(await json(patch(share.shareId, { expiresInSeconds: 600 }))).toMatchObject({ state: 'active' })
    expect((await t.guest('preview', { code })).status).toBe(200)
    await call('DELETE', `/${share.shareId}`)
    expect(await json(patch(share.shareId, { expiresInSeconds: 600 }))).toMatchObject({
      code: 'link-revoked',
    })
  })

  describe.each([
    ['may share no more', 'doctorAsReader', 403, 'may-not-share'],
    ['may see the study no more', 'doctorAsExternal', 404, 'study-not-visible'],
  ])('of an owner who %s', (_title, token, status, code) => {
    test.each([
      ['a later end', {}, { expiresInSeconds: 80 * 86_400 }],
      ['a PIN removed', { pin: '004273519640' }, { pin: null }],
      ['more openings', { maxOpens: 1 }, { maxOpens: 2 }],
      ['any number of openings', { maxOpens: 1 }, { maxOpens: null }],
      ['a later end beside a lower number', {}, { expiresInSeconds: 80 * 86_400, maxOpens: 1 }],
    ])('gives guests no more: %s', async (_change, made, change) => {
      const { share } = await t.share(made)
      const response = await patch(share.shareId, change, token)
      expect(response.status).toBe(status)
      expect(await json(response)).toMatchObject({ code })
      expect(await json(call('GET', `/${share.shareId}`))).toEqual(share)
    })

    test('revives no link that has expired', async () => {
      const { code: linkCode, share } = await t.share({ expiresInSeconds: 60 })
      t.advanceSeconds(61)
      expect((await patch(share.shareId, { expiresInSeconds: 600 }, token)).status).toBe(status)
      expect((await t.guest('preview', { code: linkCode })).status).toBe(410)
    })

    test.each([
      ['a sooner end', {}, { expiresInSeconds: 60 }],
      ['a PIN set', {}, { pin: '004273519640' }],
      ['fewer openings', { maxOpens: 9 }, { maxOpens: 1 }],
      ['downloading withdrawn', { allowDownload: true }, { allowDownload: false }],
      ['words', {}, { recipient: 'Ann', note: 'Hi' }],
    ])('takes from guests at will: %s', async (_change, made, change) => {
      const { share } = await t.share(made)
      expect((await patch(share.shareId, change, token)).status).toBe(200)
      expect((await call('DELETE', `/${share.shareId}`, undefined, token)).status).toBe(200)
    })
  })

  test('unlocks nothing for an owner who may share no more', async () => {
    const { share } = await t.share({ pin: '004273519640' })
    const response = await call('POST', `/${share.shareId}/unlock`, undefined, 'doctorAsReader')
    expect(response.status).toBe(403)
    expect(await json(response)).toMatchObject({ code: 'may-not-share' })
  })

  test('unlocks a link for ten more tries, again and again', async () => {
    const { code, share } = await t.share({ pin: '004273519640' })
    for (const round of [1, 2]) {
      for (let i = 0; i < 10; i++) await t.guest('open', { code, openId: openId(), pin: '9999' })
      expect((await t.guest('open', { code, openId: openId(), pin: '004273519640' })).status).toBe(423)
      const unlocked = await json(call('POST', `/${share.shareId}/unlock`))
      expect(unlocked, `round ${round}`).toMatchObject({ state: 'active', remainingPinTries: 10 })
    }
    expect((await t.guest('open', { code, openId: openId(), pin: '004273519640' })).status).toBe(200)
    const kinds = (await eventsOf(share.shareId)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'locked')).toHaveLength(2)
    expect(kinds.filter((kind) => kind === 'pin-wrong')).toHaveLength(20)
    expect(kinds.filter((kind) => kind === 'unlocked')).toHaveLength(2)
  })

  test('gives the same link once more', async () => {
    const { code, share } = await t.share()
    const { url } = ShareLinkResponse.parse(await json(call('GET', `/${share.shareId}/link`)))
    expect(url).toBe(`https://pacs.example.org/share/s#${code}`)
  })

  test.each([
    ['PATCH', '', { note: 'x' }],
    ['GET', '/link', undefined],
    ['GET', '/events', undefined],
    ['GET', '/events?format=csv', undefined],
    ['POST', '/unlock', undefined],
  ])(
    '%s %s is for its owner and administrators; for others it does not exist',
    async (method, path, body) => {
      const { share } = await t.share({ pin: '004273519640' })
      const statusOf = async (token?: string) =>
        (await t.send(method, `/share/api/shares/${share.shareId}${path}`, body, token)).status
      expect([await statusOf(), await statusOf('foreign')]).toEqual([401, 401])
      expect(await statusOf('colleague')).toBe(404)
      expect([await statusOf('doctor'), await statusOf('admin')]).toEqual([200, 200])
    },
  )

  test('pages the history, and gives all of it as CSV that no spreadsheet runs', async () => {
    const { code, share } = await t.share()
    for (let i = 0; i < 3; i++) await t.guest('open', { code, openId: openId() })
    const path = `/${share.shareId}/events`
    const first = ListEventsResponse.parse(await json(call('GET', `${path}?limit=3`)))
    const rest = ListEventsResponse.parse(
      await json(call('GET', `${path}?limit=3&cursor=${first.nextCursor}`)),
    )
    expect([...first.events, ...rest.events].map(({ kind }) => kind)).toEqual([
      'opened',
      'opened',
      'opened',
      'created',
    ])
    expect(rest.nextCursor).toBeNull()
    for (const cursor of ['nope', formatCursor(2 ** 31)])
      expect(await json(call('GET', `${path}?cursor=${cursor}`))).toMatchObject({
        code: 'invalid-request',
        field: 'cursor',
      })
    await t.store.revokeShare(share.shareId, { iss: 'i', sub: 's', name: '=HYPERLINK("x","y")' }, t.clock())
    const response = await t.app.request(`/share/api/shares${path}`, {
      headers: { Authorization: 'Bearer doctor', Accept: 'text/csv' },
    })
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present')
    const csv = await response.text()
    const [header, revoked, ...lines] = csv.split('\r\n')
    expect(header).toBe('eventId,at,kind,actor,network,browser,changes')
    expect(revoked).toContain(`revoked,"'=HYPERLINK(""x"",""y"")",`)
    expect(lines).toHaveLength(5)
    expect(await (await call('GET', `${path}?format=csv`)).text()).toBe(csv)
  })

  test('lists the caller’s own, newest first, page by page', async () => {
    const made: string[] = []
    for (let i = 0; i < 5; i++) {
      made.unshift((await t.share({ recipient: `Person ${i}` })).share.shareId)
      t.advanceSeconds(1)
    }
    const first = await listOf('?limit=3')
    const second = await listOf(`?limit=3&cursor=${first.nextCursor}`)
    expect([...first.shares, ...second.shares].map(({ shareId }) => shareId)).toEqual(made)
    expect(second.nextCursor).toBeNull()
    expect(await idsOf('?search=person%203')).toEqual([made[1]])
    await call('DELETE', `/${made[0]}`)
    expect(await idsOf('?status=revoked')).toEqual([made[0]])
    expect(await idsOf('?status=active,expired')).toHaveLength(4)
    expect(await idsOf('', 'colleague')).toEqual([])
    const [study] = first.shares[0]?.studies ?? []
    expect(await idsOf(`?studyInstanceUID=${study?.studyInstanceUID}`)).toEqual([made[0]])
  })

  test.each([
    ['?cursor=nope', 'cursor'],
    ['?status=open', 'status.0'],
    ['?limit=0', 'limit'],
    ['?studyInstanceUID=1.2.x', 'studyInstanceUID'],
    ['?scope=others', 'scope'],
    ['?search=a%00b', 'search'],
    ['?ownerUserId=a%00b', 'ownerUserId'],
  ])('refuses the list %s, naming the field', async (query, field) => {
    expect(await json(call('GET', query))).toMatchObject({ code: 'invalid-request', field })
  })

  test('lists everybody’s for administrators alone', async () => {
    const { share } = await t.share()
    expect(await idsOf('?scope=all', 'admin')).toEqual([share.shareId])
    expect(await idsOf('?scope=all&ownerUserId=u-doctor', 'admin')).toEqual([share.shareId])
    expect(await idsOf('?scope=all&ownerUserId=u-colleague', 'admin')).toEqual([])
    const [study] = share.studies
    for (const query of [
      '?scope=all',
      '?ownerUserId=u-doctor',
      `?scope=all&studyInstanceUID=${study?.studyInstanceUID}`,
    ])
      expect(await json(call('GET', query, undefined, 'colleague'))).toMatchObject({ code: 'forbidden' })
    expect((await t.send('GET', '/share/api/shares')).status).toBe(401)
  })

  test('shows a study’s active shares to colleagues who may see it, where the policy says so', async () => {
    const open = await createTestApp({ policy: { ...t.policy, sharesVisibleTo: 'colleagues' } })
    const { share, study } = await open.share({ recipient: 'Ann Other', note: 'private' })
    const list = async (query: string, token: string) =>
      json(open.send('GET', `/share/api/shares?scope=all&studyInstanceUID=${query}`, undefined, token))
    expect(await list(study.studyInstanceUID, 'colleague')).toMatchObject({
      shares: [{ shareId: share.shareId, isMine: false, mayManage: false, recipient: null, note: null }],
    })
    expect(await list(study.studyInstanceUID, 'external')).toMatchObject({ code: 'study-not-visible' })
    expect(await list(study.studyInstanceUID, 'reader')).toMatchObject({ code: 'forbidden' })
    for (const more of ['&search=Ann', '&status=revoked', '&ownerUserId=u-doctor'])
      expect(await list(study.studyInstanceUID + more, 'colleague')).toMatchObject({ code: 'forbidden' })
    await open.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
    expect(await list(study.studyInstanceUID, 'colleague')).toMatchObject({ shares: [] })
    await open.close()
  })

  test('ends all shares of a user or of a study at once, for administrators alone', async () => {
    const [one, two, three] = [await t.share(), await t.share(), await t.share()]
    const token = await runningToken(one.code)
    const revoke = (body: unknown, as?: string) => call('POST', '/revoke', body, as)
    const { studyInstanceUID } = two.study
    expect(await json(revoke({ studyInstanceUID }, 'doctor'))).toMatchObject({ code: 'forbidden' })
    expect((await t.send('POST', '/share/api/shares/revoke', { studyInstanceUID })).status).toBe(401)
    expect(await json(revoke({ studyInstanceUID }, 'admin'))).toEqual({ revoked: 1 })
    expect(await json(revoke({ ownerUserId: 'u-doctor' }, 'admin'))).toEqual({ revoked: 2 })
    expect(await json(revoke({ ownerUserId: 'u-doctor' }, 'admin'))).toEqual({ revoked: 0 })
    expect(await t.resourceTokens.verify(token)).toMatchObject({ refusal: { reason: 'revoked' } })
    expect(await json(t.guest('preview', { code: three.code }))).toMatchObject({ code: 'link-revoked' })
    for (const body of [{}, { ownerUserId: '' }, { ownerUserId: 'x', studyInstanceUID }])
      expect(await json(revoke(body, 'admin'))).toMatchObject({ code: 'invalid-request' })
  })
})
