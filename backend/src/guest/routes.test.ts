import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  GuestOpenResponse,
  GuestPreviewResponse,
  type ListEventsResponse,
  type Problem,
} from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

const openId = () => crypto.randomUUID()
const problemOf = async (response: Response) => (await response.json()) as Problem

describe('a guest with a link', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const tokenOf = async (response: Response) => {
    const { viewerUrl } = GuestOpenResponse.parse(await response.json())
    return viewerUrl.slice(viewerUrl.indexOf('#token=') + 7)
  }

  test('sees who shared, until when and how many studies before opening', async () => {
    const { code, share, study } = await t.share()
    const response = await t.guest('preview', { code })
    const text = await response.text()
    expect(GuestPreviewResponse.parse(JSON.parse(text))).toEqual({
      shareId: share.shareId,
      sharedBy: 'Dora Doctor',
      expiresAt: share.expiresAt,
      studyCount: 1,
      pinRequired: false,
      pinKind: null,
      note: null,
      allowDownload: false,
      viewer: null,
    })
    expect(text).not.toContain(study.studyInstanceUID)
    expect(text).not.toContain(study.orthancId)
  })

  test('does not count an opening by looking at the preview', async () => {
    const { code, share } = await t.share()
    await t.guest('preview', { code })
    expect(await t.store.getShare(share.shareId)).toMatchObject({ openings: 0, lastOpenedAtMs: null })
  })

  test('opens the viewer with a token for exactly the shared study', async () => {
    const { code, study, share } = await t.share()
    const response = await t.guest('open', { code, openId: openId() })
    expect(response.status).toBe(200)
    const opened = GuestOpenResponse.parse(await response.clone().json())
    expect(opened.viewerUrl).toMatch(
      `https://pacs.example.org/ohif/viewer?StudyInstanceUIDs=${study.studyInstanceUID}#token=slv_`,
    )
    expect(Date.parse(opened.expiresAt)).toBe(t.clock() + 4 * 3_600_000)
    const grant = await t.resourceTokens.verify(`Bearer ${await tokenOf(response)}`)
    expect(grant).toMatchObject({
      ok: true,
      value: {
        kind: 'share',
        shareId: share.shareId,
        download: false,
        studies: [{ studyInstanceUID: study.studyInstanceUID, orthancId: study.orthancId }],
      },
    })
  })

  test('leaves no more of a trace than network and browser family', async () => {
    const { code } = await t.share()
    await t.app.request('/share/api/guest/open', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Forwarded-For': '203.0.113.77',
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      },
      body: JSON.stringify({ code, openId: openId() }),
    })
    const database = new Database(join(t.dataDir, 'studylink.db'))
    const events = database.prepare('select kind, actor_name, address, browser from events').all()
    database.close()
    expect(events).toEqual([
      { kind: 'created', actor_name: 'Dora Doctor', address: null, browser: null },
      { kind: 'opened', actor_name: null, address: '203.0.113.0/24', browser: 'Firefox' },
    ])
  })

  test('gets a download token when the share allows it', async () => {
    const { code } = await t.share({ allowDownload: true })
    const token = await tokenOf(await t.guest('open', { code, openId: openId() }))
    expect(token).toMatch(/^sld_/)
    expect(await t.resourceTokens.verify(token)).toMatchObject({ ok: true, value: { download: true } })
  })

  test('gets a session that ends with the share when that is sooner', async () => {
    const { code, share } = await t.share({ expiresInSeconds: 600 })
    const { expiresAt } = GuestOpenResponse.parse(
      await (await t.guest('open', { code, openId: openId() })).json(),
    )
    expect(expiresAt).toBe(share.expiresAt)
  })

  test('opens once when a reload repeats the openId within the session', async () => {
    const { code, share } = await t.share()
    const id = openId()
    const first = await (await t.guest('open', { code, openId: id })).json()
    t.advanceSeconds(3600)
    const again = await (await t.guest('open', { code, openId: id })).json()
    expect(again).toMatchObject({ expiresAt: GuestOpenResponse.parse(first).expiresAt })
    expect(await t.store.getShare(share.shareId)).toMatchObject({ openings: 1 })
  })

  test('opens anew after the session', async () => {
    const { code, share } = await t.share()
    const id = openId()
    await t.guest('open', { code, openId: id })
    t.advanceSeconds(4 * 3600)
    expect((await t.guest('open', { code, openId: id })).status).toBe(200)
    expect(await t.store.getShare(share.shareId)).toMatchObject({ openings: 2 })
  })

  test.each(['preview', 'open'] as const)('is refused at %s with one changed character', async (verb) => {
    const { code } = await t.share()
    const changed = (code.startsWith('A') ? 'B' : 'A') + code.slice(1)
    const response = await t.guest(verb, { code: changed, ...(verb === 'open' ? { openId: openId() } : {}) })
    expect(response.status).toBe(404)
    expect(await problemOf(response)).toMatchObject({ code: 'link-unknown' })
  })

  test('is refused without reading the store when the code is a guess', async () => {
    await t.store.close()
    const response = await t.guest('preview', { code: 'A'.repeat(35) })
    expect(await problemOf(response)).toMatchObject({ code: 'link-unknown' })
  })

  test.each(['preview', 'open'] as const)('learns at %s that the link has expired', async (verb) => {
    const { code } = await t.share({ expiresInSeconds: 60 })
    t.advanceSeconds(60)
    const response = await t.guest(verb, { code, ...(verb === 'open' ? { openId: openId() } : {}) })
    expect(response.status).toBe(410)
    expect(await problemOf(response)).toMatchObject({ code: 'link-expired' })
  })

  test.each(['preview', 'open'] as const)('learns at %s that the link was revoked', async (verb) => {
    const { code, share } = await t.share()
    await t.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
    const response = await t.guest(verb, { code, ...(verb === 'open' ? { openId: openId() } : {}) })
    expect(response.status).toBe(410)
    expect(await problemOf(response)).toMatchObject({ code: 'link-revoked' })
  })

  test('loses a running session at once when the link is revoked', async () => {
    const { code, share } = await t.share()
    const token = await tokenOf(await t.guest('open', { code, openId: openId() }))
    expect(await t.resourceTokens.verify(token)).toMatchObject({ ok: true })
    await t.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
    expect(await t.resourceTokens.verify(token)).toEqual({ ok: false, refusal: { reason: 'revoked' } })
  })

  test('learns that the study is gone, and no opening is counted', async () => {
    const { code, study, share } = await t.share()
    t.studies.remove(study.orthancId)
    const response = await t.guest('open', { code, openId: openId() })
    expect(response.status).toBe(410)
    expect(await problemOf(response)).toMatchObject({ code: 'study-gone' })
    expect(await t.store.getShare(share.shareId)).toMatchObject({ openings: 0 })
  })

  test('is refused as for a study that is gone when it has come to carry a label that is never shared', async () => {
    const { code, study, share } = await t.share()
    const running = await tokenOf(await t.guest('open', { code, openId: openId() }))
    t.studies.label(study.orthancId, ['teaching', 'vip'])
    for (const again of [openId(), openId()]) {
      const response = await t.guest('open', { code, openId: again })
      expect(response.status).toBe(410)
      expect(await problemOf(response)).toMatchObject({ code: 'study-gone' })
    }
    const history = await t.send('GET', `/share/api/shares/${share.shareId}/events`, undefined, 'doctor')
    const { events } = (await history.json()) as ListEventsResponse
    expect(events.map(({ kind }) => kind)).toEqual(['withheld', 'opened', 'created'])
    expect(await t.store.getShare(share.shareId)).toMatchObject({ openings: 1 })
    // What is open already goes on: nothing was taken from it.
    expect(await t.resourceTokens.verify(running)).toMatchObject({ ok: true })

    t.studies.label(study.orthancId, ['teaching'])
    expect((await t.guest('open', { code, openId: openId() })).status).toBe(200)
  })

  test('is asked to come back when the archive is down', async () => {
    const { code } = await t.share()
    t.stopOrthanc()
    const response = await t.guest('open', { code, openId: openId() })
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('5')
    expect(await problemOf(response)).toMatchObject({ code: 'orthanc-unavailable' })
  })

  test.each([
    ['no body', ''],
    ['malformed JSON', '{"code":'],
    ['no code', {}],
    ['a code of another type', { code: 7 }],
    ['an unknown field', { code: 'A', extra: 1 }],
    ['an over-long code', { code: 'A'.repeat(65) }],
  ])('is told what is wrong with %s', async (_title, body) => {
    const response = await t.guest('preview', body)
    expect(response.status).toBe(400)
    expect(response.headers.get('Content-Type')).toContain('application/problem+json')
    expect(await problemOf(response)).toMatchObject({ code: 'invalid-request', status: 400 })
  })

  test('must send JSON as JSON', async () => {
    const { code } = await t.share()
    const body = JSON.stringify({ code })
    const headers = { 'Content-Type': 'text/plain' }
    const response = await t.app.request('/share/api/guest/preview', { method: 'POST', headers, body })
    expect(await problemOf(response)).toMatchObject({ code: 'invalid-request' })
  })

  test('cannot open by GET', async () => {
    for (const verb of ['preview', 'open']) {
      const response = await t.app.request(`/share/api/guest/${verb}`)
      expect(await problemOf(response)).toMatchObject({ code: 'not-found' })
    }
  })

  test('is not let past 64 KiB', async () => {
    const response = await t.guest('open', { code: 'A', openId: 'A'.repeat(70_000) })
    expect(response.status).toBe(413)
    expect(await problemOf(response)).toMatchObject({ code: 'body-too-large' })
  })
})
