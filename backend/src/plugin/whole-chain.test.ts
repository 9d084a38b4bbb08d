import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInnerAuth } from '../http/inner-auth.ts'
import { type TestApp, createTestApp } from '../testing/create-test-app.ts'
import { createPluginRoutes } from './index.ts'
import { basic } from './test-service.ts'

let app: TestApp
beforeEach(async () => {
  app = await createTestApp()
})
afterEach(() => app.close())

/** Asks as Orthanc does about a study, for a viewer that holds this token. */
const askOrthancsWay = async (path: string, body: Readonly<Record<string, unknown>>) => {
  const inner = new Hono().route(
    '/',
    createPluginRoutes({
      innerAuth: createInnerAuth({ orthanc: 'inner password' }),
      resourceTokens: app.resourceTokens,
      identity: { authenticate: async () => ({ ok: false, refusal: { reason: 'no-token' } }) },
      neverSharedLabels: [],
      clock: app.clock,
    }),
  )
  const response = await inner.request(path, {
    method: 'POST',
    headers: { authorization: basic('orthanc', 'inner password') },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}

const openAsGuest = async () => {
  const { share, study, code } = await app.share()
  const opened = await app.guest('open', { code, openId: 'an-opening-of-tests' })
  const { viewerUrl } = (await opened.json()) as { viewerUrl: string }
  const token = viewerUrl.slice(viewerUrl.indexOf('#token=') + '#token='.length)
  const validate = () =>
    askOrthancsWay('/tokens/validate', {
      'dicom-uid': study.studyInstanceUID,
      'orthanc-id': study.orthancId,
      level: 'study',
      method: 'get',
      'server-id': null,
      'token-key': 'Authorization',
      'token-value': `Bearer ${token}`,
    })
  const decode = () => askOrthancsWay('/tokens/decode', { 'token-key': 'token', 'token-value': token })
  return { share, study, validate, decode }
}

describe('from a clinician’s share to Orthanc’s question', () => {
  it('grants the guest who opened the link exactly the shared study', async () => {
    const { study, validate, decode } = await openAsGuest()
    expect(await validate()).toEqual({ granted: true, validity: 5 })
    expect(await decode()).toMatchObject({
      'error-code': null,
      resources: [{ 'dicom-uid': study.studyInstanceUID, 'orthanc-id': study.orthancId }],
    })
  })

  it('refuses from the moment the clinician revokes, and names no study any more', async () => {
    const { share, validate, decode } = await openAsGuest()
    await validate()
    expect((await app.send('DELETE', `/share/api/shares/${share.shareId}`, undefined, 'doctor')).ok).toBe(
      true,
    )
    expect(await validate()).toEqual({ granted: false, validity: 1 })
    expect(await decode()).toMatchObject({ 'error-code': 'expired', resources: [] })
  })

  it('refuses when the guest’s session is over', async () => {
    const { validate, decode } = await openAsGuest()
    app.advanceSeconds(4 * 3600)
    expect(await validate()).toEqual({ granted: false, validity: 1 })
    expect(await decode()).toMatchObject({ 'error-code': 'expired', resources: [] })
  })
})
