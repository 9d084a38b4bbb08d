import { describe, expect, it } from 'vitest'
import { createMedDream } from './meddream.ts'
import { SIBLING, STUDY, createTestService } from './test-service.ts'
import type { CreateTokenResponse } from './wire.ts'

const URL_OF_SERVICE = 'http://meddream:8088/v3/generate'

/** MedDream's token service: answers each call with the next token, or with `answer`. */
const createTokenService = (answer?: () => Promise<Response>) => {
  const asked: unknown[] = []
  const fetcher: typeof fetch = async (url, init) => {
    asked.push({ url, body: JSON.parse(String(init?.body)) as unknown })
    return answer ? answer() : new Response(`md-${asked.length}\n`)
  }
  return { asked, meddream: createMedDream(URL_OF_SERVICE, fetcher) }
}

const landingRoot = 'https://pacs.example.org/orthanc/ui/app/token-landing.html'

const create = async (type: string, meddream?: ReturnType<typeof createMedDream>, landing = true) => {
  const issue = { ...(meddream ? { meddream } : {}), ...(landing ? { landingRoot } : {}) }
  const service = await createTestService({ issue })
  const resources = [STUDY, SIBLING].map((study) => ({
    'dicom-uid': study.studyInstanceUID,
    'orthanc-id': study.orthancId,
    level: 'study',
  }))
  const answer = await service.send('PUT', `/tokens/${type}`, { resources })
  return { service, status: answer.status, json: answer.json as CreateTokenResponse }
}

describe('MedDream', () => {
  it('makes the token of an instant link itself', async () => {
    const { asked, meddream } = createTokenService()
    const { json } = await create('meddream-instant-link', meddream)
    expect(json).toMatchObject({
      token: 'md-1',
      url: 'https://pacs.example.org/meddream/?study=1.2.3,2.3.4&token=md-1',
    })
    const items = ['1.2.3', '2.3.4'].map((study) => ({ studies: { study, storage: 'Orthanc' } }))
    expect(asked).toEqual([{ url: URL_OF_SERVICE, body: { items } }])
  })

  it('is asked for a token at each opening of a publication, and only then', async () => {
    const { asked, meddream } = createTokenService()
    const { service, json } = await create('meddream-viewer-publication', meddream)
    expect(asked).toEqual([])
    const open = async () => (await service.post('/tokens/decode', { 'token-value': json.token })).json
    expect(await open()).toMatchObject({
      'token-type': 'meddream-viewer-publication',
      'redirect-url': 'https://pacs.example.org/meddream/?study=1.2.3,2.3.4&token=md-1',
    })
    expect(await open()).toMatchObject({ 'redirect-url': expect.stringMatching(/token=md-2$/) as string })
  })

  it.each([
    ['fails', async () => new Response('md-1', { status: 500 })],
    ['answers a page', async () => new Response('<html>md</html>')],
    ['answers nothing', async () => new Response('')],
    ['is not there', async () => Promise.reject(new TypeError('fetch failed'))],
  ])('gives no link when its token service %s', async (_how, answer) => {
    const { meddream } = createTokenService(answer)
    expect((await create('meddream-instant-link', meddream)).status).toBe(503)
    const { service, json } = await create('meddream-viewer-publication', meddream)
    const decoded = await service.post('/tokens/decode', { 'token-value': json.token })
    expect(decoded.json).toMatchObject({ 'redirect-url': null, 'error-code': null })
  })

  it('is refused as a publication without a page that fetches its token', async () => {
    const { meddream } = createTokenService()
    expect(await create('meddream-viewer-publication', meddream, false)).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('PUBLIC_LANDING_ROOT') as string },
      service: { shares: [] },
    })
  })

  it.each(['meddream-instant-link', 'meddream-viewer-publication'])(
    'is refused as %s where it is not configured',
    async (type) => {
      expect(await create(type)).toMatchObject({ status: 400, service: { shares: [] } })
    },
  )
})
