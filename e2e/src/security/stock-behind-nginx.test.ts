import { describe, expect, it } from 'vitest'
import { guardedSuite } from './guarded-suite.ts'
import { rawRequest } from './raw-request.ts'

describe.each([
  { at: 'the top', path: '' },
  { at: '/imaging', path: '/imaging' },
])('a stock Orthanc behind nginx and the service’s guard, at $at', { timeout: 60_000 }, ({ path }) => {
  const guarded = guardedSuite({ mode: 'guard', path })

  it('finds the shared study when a guest searches for all', async () => {
    const { samples, view, sendAs } = guarded()
    const { body } = await sendAs(view, { target: '/dicom-web/studies' })
    const found = JSON.parse(body.slice(body.indexOf('['), body.lastIndexOf(']') + 1)) as unknown[]
    expect(found).toHaveLength(1)
    expect(body).toContain(samples.own.studyInstanceUID)
  })

  it('serves the viewer’s pages, and no page for a file that is not there', async () => {
    const status = async (target: string) =>
      (await rawRequest(guarded().url, { target: path + target })).status
    expect(await status('/ohif/')).toBe(200)
    expect(await status('/ohif/viewer?StudyInstanceUIDs=1.2')).toBe(200)
    expect(await status('/ohif/app-config.js')).toBe(200)
    expect(await status('/ohif/missing.js')).toBe(404)
    expect(await status('/ohif/missing.mjs')).toBe(404)
  })

  it('has no other way to any of it', async () => {
    const { samples, admin, as, url } = guarded()
    const study = `/orthanc/studies/${samples.own.study}`
    const others =
      path === '' ? ['/imaging', '/orthanc'] : ['', '/IMAGING', `${path}${path}`, `${path}x`, '/x/..;', '/-']
    for (const other of others)
      for (const target of [study, '/orthanc/tools/find', '/share/s', '/ohif/', '/keycloak/realms/orthanc/'])
        expect({
          target: other + target,
          status: (await rawRequest(url, { target: other + target, headers: as(admin) })).status,
        }).toSatisfy(({ status }: { status: number }) => [400, 401, 403, 404].includes(status))
  })

  it('leads from its first address to the viewer, and says where addresses of files are', async () => {
    const { samples, view, sendAs, url } = guarded()
    const first = await rawRequest(url, { target: `${path}/` })
    expect(first.head).toMatch(new RegExp(`^Location: ${path}/ohif/\\r?$`, 'im'))
    const { studyInstanceUID } = samples.own
    const { body } = await sendAs(view, { target: `/dicom-web/studies/${studyInstanceUID}/series` })
    expect(body).toContain(`${url}${path}/orthanc/dicom-web/studies/${studyInstanceUID}`)
  })

  it('refuses everything while the service is away', async () => {
    const { front, view, samples, sendAs } = guarded()
    await front.backend.stop()
    expect((await sendAs(view, { target: `/studies/${samples.own.study}` })).status).toBe(503)
    expect((await sendAs(view, { target: '/dicom-web/studies' })).status).toBe(503)
  })
})
