import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestApp } from '../testing/create-test-app.ts'
import { createOuterIssueService, type OuterIssueService } from './test-outer-issue.ts'
import { POLICY } from './test-service.ts'

let service: OuterIssueService
let app: TestApp
let archive: OuterIssueService['archive']
beforeEach(async () => {
  service = await createOuterIssueService()
  ;({ app, archive } = service)
})
afterEach(() => app.close())

const asked = (study: { studyInstanceUID: string; orthancId: string }, changes: object = {}) => ({
  Resources: [{ DicomUid: study.studyInstanceUID, OrthancId: study.orthancId, Level: 'study' }],
  Type: 'ohif-viewer-publication',
  Id: 'an id of OE2',
  ValidityDuration: 0,
  ...changes,
})

const put = async (
  body: unknown,
  headers: Readonly<Record<string, string>> = { token: 'doctor' },
  type = 'ohif-viewer-publication',
) => {
  const response = await app.app.request(`/share/orthanc/auth/tokens/${type}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const json = (await response.json()) as { Token: string; Url: string | null; code?: string; field?: string }
  return { status: response.status, json }
}

const shareBehind = async (url: string | null) => {
  const checked = app.codes.check(/#(.+)$/.exec(url ?? '')?.[1] ?? '')
  return checked && app.store.getShare(checked.shareId)
}

describe('PUT /share/orthanc/auth/tokens/{type}', () => {
  it('makes no publication of a study whose label stays in the house, or where links need a PIN', async () => {
    const study = archive.add('1.2.3', ['vip'])
    expect(await put(asked(study))).toMatchObject({
      status: 403,
      json: { code: 'study-never-shared', field: 'Resources.0' },
    })
    const strict = await createOuterIssueService({ ...POLICY, pin: 'required' })
    const response = await strict.app.app.request('/share/orthanc/auth/tokens/ohif-viewer-publication', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', token: 'doctor' },
      body: JSON.stringify(asked(strict.archive.add('1.2.4'))),
    })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'pin-policy' })
    await strict.app.close()
  })

  it.each([
    ['in token, as OE2', { token: 'doctor' }],
    ['in Authorization', { Authorization: 'Bearer doctor' }],
    ['in both, the same', { Authorization: 'Bearer doctor', token: 'doctor' }],
  ])('makes a share that the clinician owns: access token %s', async (_how, headers) => {
    const study = archive.add('1.2.3')
    const { status, json } = await put(asked(study), headers)
    expect(status).toBe(200)
    expect(Object.keys(json)).toEqual(['Token', 'Url'])
    expect(await shareBehind(json.Url)).toMatchObject({
      createdBy: 'Dora Doctor',
      ownerSub: 'u-doctor',
      viewer: 'ohif',
      allowDownload: false,
      expiresAtMs: app.clock() + POLICY.maxExpirySeconds * 1000,
      studies: [{ studyInstanceUID: '1.2.3', orthancId: study.orthancId }],
    })
    expect(await app.resourceTokens.verify(json.Token)).toMatchObject({
      ok: true,
      value: { download: false },
    })
  })

  it('answers an instant link with a token and no URL', async () => {
    const { json } = await put(asked(archive.add('1.2.3')), { token: 'reader' }, 'viewer-instant-link')
    expect(json).toEqual({ Token: expect.stringMatching(/^slv_/) as string, Url: null })
  })

  it('ends where the caller asks, within the policy', async () => {
    const ExpirationDate = new Date(app.clock() + 86_400_000).toISOString()
    const { json } = await put(asked(archive.add('1.2.3'), { ExpirationDate }))
    expect((await shareBehind(json.Url))?.expiresAtMs).toBe(Date.parse(ExpirationDate))
  })

  it.each([
    ['reader', 'ohif-viewer-publication', 'may-not-share'],
    ['external', 'download-instant-link', 'forbidden'],
  ])('refuses %s the type %s', async (token, type, code) => {
    expect(await put(asked(archive.add('1.2.3', ['external'])), { token }, type)).toMatchObject({
      status: 403,
      json: { code },
    })
  })

  it('refuses a link with downloads to those who may not download', async () => {
    const study = archive.add('1.2.3', ['external'])
    expect((await put(asked(study), { token: 'external' }, 'volview-viewer-publication')).status).toBe(403)
    const { json } = await put(asked(study), { token: 'doctor' }, 'volview-viewer-publication')
    expect(json.Token).toMatch(/^sld_/)
  })

  it('makes nothing of a study that the clinician may not see, or of one among several', async () => {
    const own = archive.add('1.2.3', ['external'])
    const hidden = archive.add('1.2.4')
    const both = [own, hidden].flatMap((study) => asked(study).Resources)
    for (const body of [asked(hidden), asked(own, { Resources: both })])
      expect(await put(body, { token: 'external' })).toMatchObject({
        status: 404,
        json: { code: 'study-not-visible' },
      })
  })

  it('refuses ids of two different studies, and a UID that stands for two', async () => {
    const [study, other] = [archive.add('1.2.3'), archive.add('1.2.4')]
    const mixed = { studyInstanceUID: other.studyInstanceUID, orthancId: study.orthancId }
    expect(await put(asked(mixed))).toMatchObject({ status: 404 })
    archive.add('1.2.4')
    const byUid = asked(other, { Resources: [{ DicomUid: '1.2.4', Level: 'Study' }] })
    expect(await put(byUid)).toMatchObject({ status: 409, json: { code: 'study-ambiguous' } })
  })

  it.each([
    ['no token', {}],
    ['an empty one', { token: '' }],
    ['a foreign one', { token: 'foreign' }],
    ['a guest’s', { token: 'slv_eyJ.a.b.c.d' }],
    ['Basic', { Authorization: 'Basic b3J0aGFuYzpw' }],
    ['two different ones', { token: 'doctor', Authorization: 'Bearer admin' }],
  ])('answers 401 to %s', async (_what, headers) => {
    expect(await put(asked(archive.add('1.2.3')), headers)).toMatchObject({
      status: 401,
      json: { code: 'not-signed-in' },
    })
  })

  it.each([
    ['another type', 'endless-publication', {}, 'type'],
    [
      'a series',
      'ohif-viewer-publication',
      { Resources: [{ Level: 'series', OrthancId: 'x' }] },
      'Resources.0.Level',
    ],
    ['no id', 'ohif-viewer-publication', { Resources: [{ Level: 'study' }] }, 'Resources.0'],
    [
      'a path as id',
      'ohif-viewer-publication',
      { Resources: [{ Level: 'study', OrthancId: '../x' }] },
      'Resources.0.OrthancId',
    ],
    ['no resource', 'ohif-viewer-publication', { Resources: [] }, 'Resources'],
  ])('answers 400 naming the field: %s', async (_what, type, changes, field) => {
    expect(await put(asked(archive.add('1.2.3'), changes), { token: 'doctor' }, type)).toMatchObject({
      status: 400,
      json: { code: 'invalid-request', field },
    })
  })

  it('answers 503 when identity or archive cannot be asked', async () => {
    const study = archive.add('1.2.3')
    archive.stop()
    expect(await put(asked(study))).toMatchObject({ status: 503, json: { code: 'orthanc-unavailable' } })
    service.stopIdentity()
    expect(await put(asked(study))).toMatchObject({ status: 503, json: { code: 'identity-unavailable' } })
  })

  it('takes JSON only, which no foreign page can send', async () => {
    const response = await app.app.request('/share/orthanc/auth/tokens/ohif-viewer-publication', {
      method: 'PUT',
      headers: { token: 'doctor', 'Content-Type': 'text/plain' },
      body: JSON.stringify(asked(archive.add('1.2.3'))),
    })
    expect(response.status).toBe(400)
  })
})
