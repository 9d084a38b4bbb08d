import { describe, expect, it } from 'vitest'
import { guardedSuite } from './guarded-suite.ts'
import { rawRequest } from './raw-request.ts'

describe('a stock Orthanc behind nginx and the service’s guard', { timeout: 60_000 }, () => {
  const guarded = guardedSuite({ mode: 'guard' })

  it('finds the shared study when a guest searches for all', async () => {
    const { samples, view, sendAs } = guarded()
    const { body } = await sendAs(view, { target: '/dicom-web/studies' })
    const found = JSON.parse(body.slice(body.indexOf('['), body.lastIndexOf(']') + 1)) as unknown[]
    expect(found).toHaveLength(1)
    expect(body).toContain(samples.own.studyInstanceUID)
  })

  it('serves the viewer’s pages, and no page for a file that is not there', async () => {
    const status = async (target: string) => (await rawRequest(guarded().url, { target })).status
    expect(await status('/ohif/')).toBe(200)
    expect(await status('/ohif/viewer?StudyInstanceUIDs=1.2')).toBe(200)
    expect(await status('/ohif/app-config.js')).toBe(200)
    expect(await status('/ohif/missing.js')).toBe(404)
    expect(await status('/ohif/missing.mjs')).toBe(404)
  })

  it('refuses everything while the service is away', async () => {
    const { front, view, samples, sendAs } = guarded()
    await front.backend.stop()
    expect((await sendAs(view, { target: `/studies/${samples.own.study}` })).status).toBe(503)
    expect((await sendAs(view, { target: '/dicom-web/studies' })).status).toBe(503)
  })
})
