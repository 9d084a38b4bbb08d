import { describe, expect, it } from 'vitest'
import { ok, refuse } from '../kernel/result.ts'
import {
  NOW_MS,
  POLICY,
  SIBLING,
  STUDY,
  type TestOptions,
  createTestService,
  validateBody,
} from './test-service.ts'
import type { CreateTokenResponse } from './wire.ts'

const MAX_MS = POLICY.maxExpirySeconds * 1000

const resource = (study: typeof STUDY) => ({
  'dicom-uid': study.studyInstanceUID,
  'orthanc-id': study.orthancId,
  level: 'study',
})

const body = (changes: Readonly<Record<string, unknown>> = {}) => ({
  resources: [resource(STUDY)],
  'server-id': null,
  ...changes,
})

const create = async (type: string, changes: Record<string, unknown> = {}, options: TestOptions = {}) => {
  const service = await createTestService(options)
  const { status, json } = await service.send('PUT', `/tokens/${type}`, body(changes))
  return { service, status, json: json as CreateTokenResponse & { code?: string; field?: string } }
}

const publish = async (changes: Record<string, unknown> = {}, options: TestOptions = {}) =>
  create('ohif-viewer-publication', changes, options)

const withLanding = { issue: { landingRoot: 'https://pacs.example.org/orthanc/ui/app/token-landing.html' } }

describe('PUT /tokens/{type}', () => {
  it('makes a share of a publication, owned by Orthanc, and answers as the plugin expects', async () => {
    const { service, status, json } = await publish({ type: 'ohif-viewer-publication', id: 'my-id' })
    expect(status).toBe(200)
    expect(Object.keys(json).toSorted()).toEqual(['request', 'token', 'url'])
    expect(json.request).toMatchObject({ id: 'my-id', type: 'ohif-viewer-publication', resources: [{}] })
    expect(service.shares).toMatchObject([
      { createdBy: 'Orthanc', viewer: 'ohif', allowDownload: false, maxOpens: null, studies: [STUDY] },
    ])
  })

  it('gives a token that opens the study, and decodes to its viewer', async () => {
    const { service, json } = await create('stone-viewer-publication')
    const validated = await service.post('/tokens/validate', validateBody(json.token))
    expect(validated.json).toEqual({ granted: true, validity: 5 })
    const decoded = await service.post('/tokens/decode', { 'token-value': json.token })
    expect(decoded.json).toMatchObject({ 'token-type': 'stone-viewer-publication', 'redirect-url': json.url })
  })

  it('answers with our short link when PUBLIC_SHARE_ROOT is set', async () => {
    const { service, json } = await publish({}, { issue: { shareRoot: 'https://pacs.example.org/share/' } })
    const [share] = service.shares
    const code = service.codes.remake(share?.shareId ?? '', share?.codeKid ?? '')
    expect(json.url).toBe(`https://pacs.example.org/share/s#${code}`)
  })

  it('answers with the landing page when PUBLIC_LANDING_ROOT is set', async () => {
    const { json } = await publish({}, withLanding)
    expect(json.url).toBe(`${withLanding.issue.landingRoot}?token=${json.token}`)
  })

  it.each(['osimis', 'stone', 'ohif', 'volview'])('links directly into %s otherwise', async (viewer) => {
    const { json } = await create(`${viewer}-viewer-publication`)
    expect(json.url).toMatch(/^https:\/\/pacs\.example\.org\/(orthanc|ohif)\//)
    expect(json.url).toContain(`token=${json.token}`)
  })

  it.each([
    ['no end', {}, MAX_MS],
    ['a duration', { 'validity-duration': 60 }, 60_000],
    ['a duration of 0, which the plugin takes for no end', { 'validity-duration': 0 }, MAX_MS],
    ['uninitialised memory', { 'validity-duration': 140_661_465_134_029 }, MAX_MS],
    ['the largest garbage', { 'validity-duration': 2 ** 64 }, MAX_MS],
    ['a date', { 'expiration-date': '2026-01-02T00:00:00.000Z' }, 86_400_000],
    ['a date with an offset', { 'expiration-date': '2026-01-02T01:00:00+01:00' }, 86_400_000],
    ['a date without a zone, as UTC', { 'expiration-date': '2026-01-02T00:00:00' }, 86_400_000],
    ['a day', { 'expiration-date': '2026-01-02' }, 86_400_000],
    ['a date beyond the policy', { 'expiration-date': '2030-01-01T00:00:00.000Z' }, MAX_MS],
    [
      'a date beside garbage: the date wins',
      { 'expiration-date': '2026-01-02T00:00:00Z', 'validity-duration': 140_661_465_134_029 },
      86_400_000,
    ],
  ])('ends a publication in time when asked for %s', async (_what, changes, lastsMs) => {
    const { service, status } = await publish(changes)
    expect(status).toBe(200)
    expect(service.shares).toMatchObject([{ expiresAtMs: NOW_MS + lastsMs }])
  })

  it.each([
    ['viewer-instant-link', 'slv_'],
    ['download-instant-link', 'sld_'],
  ])('makes %s a stateless token that opens the study and has no URL', async (type, prefix) => {
    const { service, json } = await create(type, { 'validity-duration': 3_600 })
    expect(json).toMatchObject({ url: null })
    expect(json.token.startsWith(prefix)).toBe(true)
    expect(service.shares).toEqual([])
    const validated = await service.post('/tokens/validate', validateBody(json.token))
    expect(validated.json).toEqual({ granted: true, validity: 5 })
  })

  it('ends an instant link after INSTANT_LINK_MAX_SECONDS, whatever was asked for', async () => {
    for (const asked of [undefined, 0, 140_661_465_134_029]) {
      const { service, json } = await create('viewer-instant-link', { 'validity-duration': asked })
      service.advance(3_599_000)
      expect((await service.post('/tokens/validate', validateBody(json.token))).json).toEqual({
        granted: true,
        validity: 1,
      })
      service.advance(1_000)
      expect((await service.post('/tokens/validate', validateBody(json.token))).json).toMatchObject({
        granted: false,
      })
    }
  })

  it.each(['Study', 'study', 'STUDY'])('takes the level as %s', async (level) => {
    expect((await publish({ resources: [{ ...resource(STUDY), level }] })).status).toBe(200)
  })

  it('shares several studies, each once', async () => {
    const { service } = await publish({ resources: [STUDY, SIBLING, STUDY].map(resource) })
    expect(service.shares).toMatchObject([{ studies: [STUDY, SIBLING] }])
  })

  it('completes a study that came with one id', async () => {
    const lookup = { find: async () => ok({ ...STUDY, labels: [] }) }
    for (const one of [{ 'dicom-uid': '1.2.3' }, { 'orthanc-id': STUDY.orthancId }]) {
      const { service } = await publish({ resources: [{ ...one, level: 'study' }] }, { issue: { lookup } })
      expect(service.shares).toMatchObject([{ studies: [STUDY] }])
    }
  })

  it.each([
    ['study-not-visible', 404],
    ['study-ambiguous', 409],
    ['orthanc-unavailable', 503],
  ] as const)('makes nothing when completing a study ends with %s', async (reason, status) => {
    const lookup = { find: async () => refuse({ reason }) }
    const answer = await publish(
      { resources: [{ 'dicom-uid': '1.2.3', level: 'study' }] },
      { issue: { lookup } },
    )
    expect(answer).toMatchObject({ status, json: { code: reason }, service: { shares: [] } })
  })

  it.each([
    ['no ids', { resources: [{ level: 'study' }] }, 'resources.0.dicom-uid'],
    ['a URL alone', { resources: [{ level: 'study', url: '/studies/x/archive' }] }, 'resources.0.dicom-uid'],
    [
      'one id and nobody to ask',
      { resources: [{ level: 'study', 'dicom-uid': '1.2' }] },
      'resources.0.orthanc-id',
    ],
    ['a series', { resources: [{ ...resource(STUDY), level: 'Series' }] }, 'resources.0.level'],
    [
      'a second one that is a patient',
      { resources: [resource(STUDY), { level: 'patient' }] },
      'resources.1.level',
    ],
    [
      'a UID that is none',
      { resources: [{ ...resource(STUDY), 'dicom-uid': '1.2&x=' }] },
      'resources.0.dicom-uid',
    ],
    [
      'an Orthanc ID that is none',
      { resources: [{ ...resource(STUDY), 'orthanc-id': '../x' }] },
      'resources.0.orthanc-id',
    ],
    ['no resources', { resources: [] }, 'resources'],
    ['resources of another type', { resources: 'x' }, 'resources'],
    ['a duration of another type', { 'validity-duration': '60' }, 'validity-duration'],
    ['a negative duration', { 'validity-duration': -5 }, 'validity-duration'],
    ['a date that is none', { 'expiration-date': 'tomorrow' }, 'expiration-date'],
    ['a past date', { 'expiration-date': '2025-12-31T23:59:59Z' }, 'expiration-date'],
    ['another type in the body', { type: 'stone-viewer-publication' }, 'type'],
  ])('answers 400 to %s', async (_what, changes, field) => {
    const answer = await publish(changes)
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid-request', field } })
    expect(answer.service.shares).toEqual([])
  })

  it.each(['unknown-type', 'validate', 'constructor', '__proto__', 'OHIF-viewer-publication'])(
    'answers 400 to the type %s',
    async (type) => {
      expect(await create(type)).toMatchObject({ status: 400, json: { field: 'type' } })
    },
  )

  it('answers 400 to more studies than an instant link can carry', async () => {
    const resources = Array.from({ length: 21 }, () => resource(STUDY))
    expect(await create('viewer-instant-link', { resources })).toMatchObject({ status: 400 })
    expect((await publish({ resources })).status).toBe(200)
  })

  it('names the variable that a viewer needs', async () => {
    const { status, json } = await create(
      'stone-viewer-publication',
      {},
      { issue: { roots: { ohifDataSource: 'dicom-web' } } },
    )
    expect(status).toBe(400)
    expect(json).toMatchObject({ detail: 'This type needs PUBLIC_ORTHANC_ROOT to be set.' })
  })

  it('makes nothing under PLUGIN_TOKENS=deny', async () => {
    for (const type of ['ohif-viewer-publication', 'viewer-instant-link', 'download-instant-link']) {
      const answer = await create(type, {}, { issue: { pluginTokens: 'deny' } })
      expect(answer).toMatchObject({ status: 403, json: { code: 'forbidden' }, service: { shares: [] } })
    }
  })

  it('lets VolView download, and refuses its links where the policy allows no downloads', async () => {
    const { service } = await create('volview-viewer-publication')
    expect(service.shares).toMatchObject([{ allowDownload: true }])
    const policy = { ...POLICY, download: { allowed: false, default: false } }
    expect((await create('volview-viewer-publication', {}, { issue: { policy } })).status).toBe(403)
  })

  it('answers 401 without credentials of USERS', async () => {
    const service = await createTestService()
    const answer = await service.send('PUT', '/tokens/viewer-instant-link', body(), {
      Authorization: 'Bearer doctor',
    })
    expect(answer.status).toBe(401)
  })
})
